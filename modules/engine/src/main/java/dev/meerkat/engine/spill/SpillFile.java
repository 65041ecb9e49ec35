package dev.meerkat.engine.spill;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.SpilledRun;
import dev.meerkat.spi.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file of documents, one after the other: each is followed by what belongs to it. It
 * has no name as soon as it is open, where the system can do so, and is gone with the process.
 * Threads: confined to one operation.
 */
final class SpillFile implements SpilledRun {
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int LENGTH_BYTES = 4;

  private final FileChannel channel;
  private byte[] buffer = new byte[BUFFER_BYTES];

  /** Bytes from here to {@link #end} are still to be read. */
  private int start;

  private int end;
  private int atHand;
  private boolean isReading;
  private DocumentView document = DocumentView.EMPTY;
  private DocumentView side = DocumentView.EMPTY;

  private SpillFile(FileChannel channel) {
    this.channel = channel;
  }

  static SpillFile create(Path file) throws IOException {
    return new SpillFile(
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE));
  }

  @Override
  public void add(DocumentView added, DocumentView withIt) {
    if (isReading) {
      throw new IllegalStateException("the run is being read");
    }
    put(added);
    put(withIt);
  }

  private void put(DocumentView view) {
    if (view.length() > buffer.length - end) {
      flush();
    }
    if (view.length() > buffer.length) {
      write(view.array(), view.offset(), view.length());
    } else {
      System.arraycopy(view.array(), view.offset(), buffer, end, view.length());
      end += view.length();
    }
  }

  private void flush() {
    write(buffer, 0, end);
    end = 0;
  }

  private void write(byte[] bytes, int offset, int length) {
    ByteBuffer unwritten = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (unwritten.hasRemaining()) {
        channel.write(unwritten);
      }
    } catch (IOException e) {
      throw new StorageException.OutOfSpace("a temporary file cannot be written", e);
    }
  }

  @Override
  public boolean advance() {
    if (!isReading) {
      beginReading();
    }
    start += atHand;
    atHand = 0;
    if (!has(1)) {
      return false;
    }
    int length = lengthAt(0);
    int sideLength = lengthAt(length);
    require(length + sideLength);
    document = DocumentView.borrowed(buffer, start, length);
    side = DocumentView.borrowed(buffer, start + length, sideLength);
    atHand = length + sideLength;
    return true;
  }

  private void beginReading() {
    flush();
    isReading = true;
    try {
      channel.position(0);
    } catch (IOException e) {
      throw new StorageException.Failed("a temporary file cannot be read", e);
    }
  }

  private int lengthAt(int distance) {
    require(distance + LENGTH_BYTES);
    int length = BsonBytes.int32(buffer, start + distance);
    if (length <= LENGTH_BYTES) {
      throw new StorageException.Corrupt("a temporary file is damaged", null);
    }
    return length;
  }

  private void require(int bytes) {
    if (!has(bytes)) {
      throw new StorageException.Corrupt("a temporary file is cut off", null);
    }
  }

  /** Reads on until so many bytes are at hand; false where the file ends before. */
  private boolean has(int bytes) {
    if (end - start < bytes && buffer.length - start < bytes) {
      byte[] larger = bytes > buffer.length ? new byte[Math.max(bytes, buffer.length * 2)] : buffer;
      System.arraycopy(buffer, start, larger, 0, end - start);
      buffer = larger;
      end -= start;
      start = 0;
    }
    try {
      while (end - start < bytes) {
        int read = channel.read(ByteBuffer.wrap(buffer, end, buffer.length - end));
        if (read < 0) {
          return false;
        }
        end += read;
      }
    } catch (IOException e) {
      throw new StorageException.Failed("a temporary file cannot be read", e);
    }
    return true;
  }

  @Override
  public DocumentView document() {
    return document;
  }

  @Override
  public DocumentView side() {
    return side;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StorageException.Failed("a temporary file cannot be removed", e);
    }
  }
}

package dev.meerkat.engine.spill;

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

  private final FileChannel channel;
  private final byte[] unwritten = new byte[BUFFER_BYTES];
  private int buffered;

  /** Bytes in the file; the buffer comes after them. */
  private long written;

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
  public long add(DocumentView document, DocumentView side) {
    long position = written + buffered;
    put(document);
    put(side);
    return position;
  }

  private void put(DocumentView view) {
    if (view.length() > unwritten.length - buffered) {
      flush();
    }
    if (view.length() > unwritten.length) {
      write(view.array(), view.offset(), view.length());
    } else {
      System.arraycopy(view.array(), view.offset(), unwritten, buffered, view.length());
      buffered += view.length();
    }
  }

  private void flush() {
    write(unwritten, 0, buffered);
    buffered = 0;
  }

  private void write(byte[] bytes, int offset, int length) {
    ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (rest.hasRemaining()) {
        written += channel.write(rest, written);
      }
    } catch (IOException e) {
      throw new StorageException.OutOfSpace("a temporary file cannot be written", e);
    }
  }

  /** Reads some bytes of the file into an array; answers how many, 0 behind the last. */
  int read(long position, byte[] array, int offset) {
    if (position >= written) {
      flush();
    }
    try {
      int count = channel.read(ByteBuffer.wrap(array, offset, array.length - offset), position);
      return Math.max(0, count);
    } catch (IOException e) {
      throw new StorageException.Failed("a temporary file cannot be read", e);
    }
  }

  @Override
  public Reader read(long position) {
    return new SpillReader(this, position);
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

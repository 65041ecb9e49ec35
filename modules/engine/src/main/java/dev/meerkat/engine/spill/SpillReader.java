package dev.meerkat.engine.spill;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.SpilledRun;
import dev.meerkat.spi.storage.StorageException;

/** Reads a temporary file from some document on. Threads: confined to one operation. */
final class SpillReader implements SpilledRun.Reader {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int LENGTH_BYTES = 4;

  private final SpillFile file;
  private byte[] buffer = new byte[BUFFER_BYTES];

  /** Bytes of the buffer from here to {@link #end} are still to be read. */
  private int start;

  private int end;

  /** Where in the file the byte behind the buffer's last stands. */
  private long next;

  private int atHand;
  private DocumentView document = DocumentView.EMPTY;
  private DocumentView side = DocumentView.EMPTY;

  SpillReader(SpillFile file, long position) {
    this.file = file;
    this.next = position;
  }

  @Override
  public boolean advance() {
    start += atHand;
    atHand = 0;
    if (!has(1)) {
      return false;
    }
    int length = lengthAt(0);
    int sideLength = lengthAt(length);
    require(length + sideLength);
    document = DocumentView.borrowed(buffer, start);
    side = DocumentView.borrowed(buffer, start + length);
    atHand = length + sideLength;
    return true;
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
    while (end - start < bytes) {
      int count = file.read(next, buffer, end);
      if (count == 0) {
        return false;
      }
      end += count;
      next += count;
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
}

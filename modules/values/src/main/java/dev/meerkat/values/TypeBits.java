package dev.meerkat.values;

import java.util.Arrays;

/**
 * A sequence of bits beside an index key that says what the key's order ignores. Bits that are not
 * there are 0, and trailing zeros are not stored: keys of int32 and strings have no type bits.
 * Threads: confined to one operation.
 */
final class TypeBits {
  private static final byte[] NONE = {};

  private byte[] bytes = new byte[16];
  private int size;
  private int significant;

  void clear() {
    Arrays.fill(bytes, 0, (significant + 7) >>> 3, (byte) 0);
    size = 0;
    significant = 0;
  }

  /**
   * @param count bits to append, the lowest first; 1 to 64
   */
  void append(long bits, int count) {
    for (int i = 0; i < count; i++) {
      if (((bits >>> i) & 1) != 0) {
        int at = size >>> 3;
        if (at >= bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + 1));
        }
        bytes[at] |= (byte) (1 << (size & 7));
        significant = size + 1;
      }
      size++;
    }
  }

  byte[] toBytes() {
    return significant == 0 ? NONE : Arrays.copyOf(bytes, (significant + 7) >>> 3);
  }

  /** Reads the bits in the order in which they were appended. */
  static final class Reader {
    private final byte[] bytes;
    private int position;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    long read(int count) {
      long bits = 0;
      for (int i = 0; i < count; i++) {
        int at = position >>> 3;
        if (at < bytes.length && ((bytes[at] >>> (position & 7)) & 1) != 0) {
          bits |= 1L << i;
        }
        position++;
      }
      return bits;
    }

    boolean readFlag() {
      return read(1) != 0;
    }
  }
}

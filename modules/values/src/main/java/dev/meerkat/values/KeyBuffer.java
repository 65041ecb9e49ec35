package dev.meerkat.values;

import java.util.Arrays;

/** The growing bytes of a key. Threads: confined to one operation. */
final class KeyBuffer {
  private byte[] bytes = new byte[64];
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  void put(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  void put(byte[] array, int offset, int count) {
    ensure(count);
    System.arraycopy(array, offset, bytes, length, count);
    length += count;
  }

  /** The lowest {@code count} bytes of a value, the highest first. */
  void putBigEndian(long value, int count) {
    ensure(count);
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  /** Bytes up to a NUL, and the NUL. */
  void putName(byte[] array, int offset) {
    int end = offset;
    while (array[end] != 0) {
      end++;
    }
    put(array, offset, end + 1 - offset);
  }

  /** Text that may contain NUL: each becomes 00 FF, and 00 ends the text. */
  void putText(byte[] array, int offset, int count) {
    int end = offset + count;
    int start = offset;
    for (int i = offset; i < end; i++) {
      if (array[i] == 0) {
        put(array, start, i + 1 - start);
        put(0xFF);
        start = i + 1;
      }
    }
    put(array, start, end - start);
    put(0);
  }

  /** Turns all bits from {@code start} on, which turns the order round. */
  void invert(int start) {
    for (int i = start; i < length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}

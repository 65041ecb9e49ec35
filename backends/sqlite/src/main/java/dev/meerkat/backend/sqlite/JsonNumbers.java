package dev.meerkat.backend.sqlite;

import java.util.Arrays;

/**
 * An array of numbers as SQLite's JSONB, so that one bound value holds many. Threads: confined to
 * one thread.
 *
 * @see <a href="https://sqlite.org/jsonb.html">The JSONB format</a>
 */
final class JsonNumbers {
  private static final int ARRAY = 0xB;
  private static final int INTEGER = 0x3;

  /** In place of a size: it stands in the byte behind, or in the four bytes behind. */
  private static final int SIZE_OF_ONE_BYTE = 12;

  private static final int SIZE_OF_FOUR_BYTES = 14;
  private static final int HEADER_BYTES = 5;

  /** A header of two bytes, a sign and 19 digits. */
  private static final int MAX_ELEMENT_BYTES = 22;

  private byte[] bytes = new byte[HEADER_BYTES + 4 * MAX_ELEMENT_BYTES];
  private int end = HEADER_BYTES;

  void clear() {
    end = HEADER_BYTES;
  }

  /** Adds a number that is not {@link Long#MIN_VALUE}. */
  void add(long number) {
    if (bytes.length - end < MAX_ELEMENT_BYTES) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    int size = digits(Math.abs(number)) + (number < 0 ? 1 : 0);
    if (size < SIZE_OF_ONE_BYTE) {
      bytes[end++] = (byte) (size << 4 | INTEGER);
    } else {
      bytes[end++] = (byte) (SIZE_OF_ONE_BYTE << 4 | INTEGER);
      bytes[end++] = (byte) size;
    }
    int first = end;
    end += size;
    long left = Math.abs(number);
    for (int i = end - 1; i > first || i == first && number >= 0; i--) {
      bytes[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
    if (number < 0) {
      bytes[first] = '-';
    }
  }

  private static int digits(long number) {
    int digits = 1;
    for (long left = number / 10; left > 0; left /= 10) {
      digits++;
    }
    return digits;
  }

  /** The array as it stands. */
  byte[] toBytes() {
    int size = end - HEADER_BYTES;
    bytes[0] = (byte) (SIZE_OF_FOUR_BYTES << 4 | ARRAY);
    for (int i = 1; i < HEADER_BYTES; i++) {
      bytes[i] = (byte) (size >> 8 * (HEADER_BYTES - 1 - i));
    }
    return Arrays.copyOf(bytes, end);
  }
}

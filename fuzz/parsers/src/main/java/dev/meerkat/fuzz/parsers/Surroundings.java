package dev.meerkat.fuzz.parsers;

import java.util.Arrays;

/**
 * Bytes inside a larger array, between bytes that are nobody's business: whoever answers
 * differently for other surroundings has read beyond the bytes. Threads: immutable.
 *
 * @param array the bytes with their surroundings
 * @param offset where the bytes begin
 * @param length how many they are
 */
public record Surroundings(byte[] array, int offset, int length) {
  private static final int MARGIN = 64;

  /** One past the last byte. */
  public int end() {
    return offset + length;
  }

  /** The bytes between copies of {@code filler}. */
  public static Surroundings of(byte[] bytes, byte filler) {
    byte[] array = new byte[bytes.length + 2 * MARGIN];
    Arrays.fill(array, filler);
    System.arraycopy(bytes, 0, array, MARGIN, bytes.length);
    return new Surroundings(array, MARGIN, bytes.length);
  }
}

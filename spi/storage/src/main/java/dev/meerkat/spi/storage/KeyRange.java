package dev.meerkat.spi.storage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys between two bounds in unsigned byte order. Threads: immutable, as long as nobody changes the
 * arrays.
 *
 * @param lower null for no bound
 * @param upper null for no bound
 */
public record KeyRange(
    byte @Nullable [] lower,
    boolean lowerInclusive,
    byte @Nullable [] upper,
    boolean upperInclusive) {
  public static final KeyRange ALL = new KeyRange(null, true, null, true);

  /** Every key that begins with {@code prefix}. */
  public static KeyRange prefix(byte[] prefix) {
    byte[] end = successor(prefix);
    return new KeyRange(prefix, true, end, false);
  }

  /** The least key after all that begin with {@code prefix}; null where there is none. */
  public static byte @Nullable [] successor(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] end = Arrays.copyOf(prefix, i + 1);
        end[i]++;
        return end;
      }
    }
    return null;
  }
}

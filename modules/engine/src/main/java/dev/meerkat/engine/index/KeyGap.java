package dev.meerkat.engine.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of an index that has no entries, as its only writer has come to know it. Keys that come
 * in ascending order, as ids mostly do, all lie in the stretch that the first was looked up in, and
 * need not be looked up themselves. Threads: confined to one turn.
 */
public final class KeyGap {
  /** The key behind which there are no entries, or null as long as nothing is known. */
  private byte @Nullable [] after;

  /** The first key that there is again, or null where there is none. */
  private byte @Nullable [] before;

  /**
   * Whether no entry begins with a key.
   *
   * @param length bytes of the key without a record id
   */
  boolean isFree(byte[] key, int length) {
    byte[] start = after;
    if (start == null || Arrays.compareUnsigned(start, 0, start.length, key, 0, length) >= 0) {
      return false;
    }
    byte[] end = before;
    // Nothing that begins with the key is behind an entry that is and does not.
    return end == null
        || Arrays.compareUnsigned(key, 0, length, end, 0, end.length) < 0
            && !beginsWith(end, key, length);
  }

  private static boolean beginsWith(byte[] whole, byte[] key, int length) {
    return whole.length >= length && Arrays.equals(whole, 0, length, key, 0, length);
  }

  /**
   * Says where there are no entries.
   *
   * @param next the first entry that there is again, or null where there is none
   */
  void found(byte[] last, byte @Nullable [] next) {
    after = last;
    before = next;
  }

  /** Says that an entry is added. */
  void added(byte[] key) {
    byte[] start = after;
    byte[] end = before;
    if (start != null
        && Arrays.compareUnsigned(key, start) > 0
        && (end == null || Arrays.compareUnsigned(key, end) < 0)) {
      after = key;
    }
  }
}

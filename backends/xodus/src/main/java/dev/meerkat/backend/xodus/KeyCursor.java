package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import java.util.Arrays;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Walks the full keys between two bounds of one table. When its write transaction changes something
 * it lets go of Xodus's cursor ({@link #release}) and finds its place again by key: Xodus's own
 * cursors over a changing tree cannot step back after a delete. Threads: confined to one thread.
 */
final class KeyCursor {
  private static final byte[] NOTHING = {};

  private final XodusReader reader;
  private final boolean forward;
  private final byte[] lower;
  private final boolean lowerInclusive;
  private final byte[] upper;
  private final boolean upperInclusive;

  private @Nullable Cursor cursor;
  private byte[] target;
  private boolean targetInclusive;
  private boolean placed;
  private boolean exhausted;
  private byte[] key = NOTHING;
  private int keyLength;
  private @Nullable ByteIterable value;

  KeyCursor(XodusReader reader, int table, KeyRange range, Direction direction) {
    this.reader = reader;
    this.forward = direction == Direction.FORWARD;
    byte @Nullable [] low = range.lower();
    byte @Nullable [] high = range.upper();
    this.lower = low == null ? Keys.prefix(table) : Keys.of(table, low);
    this.lowerInclusive = low == null || range.lowerInclusive();
    // The number after a table's is its bound: numbers are far from overflowing.
    this.upper = high == null ? Keys.prefix(table + 1) : Keys.of(table, high);
    this.upperInclusive = high != null && range.upperInclusive();
    this.target = forward ? lower : upper;
    this.targetInclusive = forward ? lowerInclusive : upperInclusive;
  }

  boolean advance() {
    reader.checkOpen();
    if (exhausted) {
      return false;
    }
    try {
      if (placed ? step() : place()) {
        read();
        if (isWithin()) {
          placed = true;
          return true;
        }
      }
    } catch (RuntimeException e) {
      throw Failures.reading(e);
    }
    exhausted = true;
    value = null;
    return false;
  }

  /** The full key's array, filled from 0 to {@link #keyLength()}. */
  byte[] key() {
    return key;
  }

  int keyLength() {
    return keyLength;
  }

  /** The value's bytes are those of its array up to its length. */
  ByteIterable value() {
    ByteIterable current = value;
    if (current == null) {
      if (!placed || exhausted || cursor == null) {
        throw new IllegalStateException("the cursor stands nowhere");
      }
      current = cursor.getValue();
      value = current;
    }
    return current;
  }

  void seek(byte[] fullKey, boolean inclusive) {
    boolean beyond =
        forward
            ? Arrays.compareUnsigned(fullKey, lower) < 0
            : Arrays.compareUnsigned(fullKey, upper) > 0;
    byte[] bound = forward ? lower : upper;
    boolean atBound = Arrays.equals(fullKey, bound);
    boolean boundInclusive = forward ? lowerInclusive : upperInclusive;
    target = beyond ? bound : fullKey;
    targetInclusive = beyond ? boundInclusive : inclusive && (!atBound || boundInclusive);
    placed = false;
    exhausted = false;
    value = null;
  }

  /** Lets go of Xodus's cursor, because the tree under it is about to change. */
  void release() {
    if (placed && !exhausted) {
      // The caller may still look at what the cursor stands on.
      byte[] _ = value().getBytesUnsafe();
      target = Arrays.copyOf(key, keyLength);
      targetInclusive = false;
    }
    placed = false;
    letGo();
  }

  void close() {
    exhausted = true;
    value = null;
    letGo();
  }

  private void letGo() {
    Cursor open = cursor;
    if (open != null) {
      cursor = null;
      open.close();
    }
  }

  private boolean step() {
    Cursor open = opened();
    return forward ? open.getNext() : open.getPrev();
  }

  private boolean place() {
    Cursor open = opened();
    ByteIterable wanted = XodusReader.iterable(target);
    if (open.getSearchKeyRange(wanted) == null) {
      // Nothing at the target or after it. A search that failed leaves no place to step back from.
      letGo();
      return !forward && opened().getLast();
    }
    boolean exact = open.getKey().compareTo(wanted) == 0;
    if (forward) {
      return !exact || targetInclusive || open.getNext();
    }
    return exact && targetInclusive || open.getPrev();
  }

  private Cursor opened() {
    Cursor open = cursor;
    if (open == null) {
      open = reader.open(this);
      cursor = open;
    }
    return open;
  }

  private void read() {
    ByteIterable found = opened().getKey();
    key = found.getBytesUnsafe();
    keyLength = found.getLength();
    value = null;
  }

  private boolean isWithin() {
    if (forward) {
      int order = Arrays.compareUnsigned(key, 0, keyLength, upper, 0, upper.length);
      return order < 0 || order == 0 && upperInclusive;
    }
    int order = Arrays.compareUnsigned(key, 0, keyLength, lower, 0, lower.length);
    return order > 0 || order == 0 && lowerInclusive;
  }
}

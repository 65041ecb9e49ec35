package dev.meerkat.contract;

import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A cursor over keys that keeps its order and range, and takes back what it has lent. */
final class AssertingSortedCursor implements SortedCursor {
  private static final byte SPOILT = (byte) 0xEE;

  /** The key's array is longer than the key, as the interface allows. */
  private static final int PADDING = 3;

  private final SortedCursor real;
  private final KeyRange range;
  private final boolean forward;
  private final ReaderUse use;
  private byte @Nullable [] lastKey;
  private boolean lastKeyAllowed;
  private boolean onEntry;
  private boolean closed;
  private byte[] lentKey = {};
  private byte @Nullable [] lentValue;
  private int keyLength;

  AssertingSortedCursor(SortedCursor real, KeyRange range, Direction direction, ReaderUse use) {
    this.real = real;
    this.range = range;
    this.forward = direction == Direction.FORWARD;
    this.use = use;
    use.opened(this);
  }

  @Override
  public void seek(byte[] key, boolean inclusive) {
    check();
    takeBack();
    onEntry = false;
    lastKey = key.clone();
    lastKeyAllowed = inclusive;
    real.seek(key, inclusive);
  }

  @Override
  public boolean advance() {
    check();
    takeBack();
    onEntry = real.advance();
    if (onEntry) {
      keyLength = real.keyLength();
      byte[] own = Arrays.copyOf(real.key(), keyLength);
      checkPlace(own);
      lastKey = own;
      lastKeyAllowed = false;
      lentKey = Arrays.copyOf(own, keyLength + PADDING);
    }
    return onEntry;
  }

  private void checkPlace(byte[] key) {
    byte[] last = lastKey;
    if (last != null) {
      int order = Arrays.compareUnsigned(key, last);
      boolean follows = forward ? order > 0 : order < 0;
      if (!follows && !(lastKeyAllowed && order == 0)) {
        throw new AssertionError("keys are out of order");
      }
    }
    if (!SortedContract.isWithin(range, key)) {
      throw new AssertionError("a key is out of its range");
    }
  }

  @Override
  public byte[] key() {
    checkOnEntry();
    return lentKey;
  }

  @Override
  public int keyLength() {
    checkOnEntry();
    return keyLength;
  }

  @Override
  public byte[] value() {
    checkOnEntry();
    byte[] value = lentValue;
    if (value == null) {
      value = real.value().clone();
      lentValue = value;
    }
    return value;
  }

  private void takeBack() {
    Arrays.fill(lentKey, SPOILT);
    byte[] value = lentValue;
    if (value != null) {
      Arrays.fill(value, SPOILT);
      lentValue = null;
    }
  }

  private void checkOnEntry() {
    check();
    if (!onEntry) {
      throw new AssertionError("the cursor is on no entry");
    }
  }

  private void check() {
    use.check();
    if (closed) {
      throw new AssertionError("the cursor is closed");
    }
  }

  @Override
  public void close() {
    use.checkThread();
    takeBack();
    closed = true;
    use.closed(this);
    real.close();
  }
}

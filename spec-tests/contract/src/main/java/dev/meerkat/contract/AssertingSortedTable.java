package dev.meerkat.contract;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A sorted table that checks the lengths of keys and values. */
record AssertingSortedTable(SortedTable real) implements SortedTable {
  private static final int MAX_KEY_BYTES = 65_536;
  private static final int MAX_VALUE_BYTES = (16 << 20) + (64 << 10);

  @Override
  public String ident() {
    return real.ident();
  }

  @Override
  public byte @Nullable [] find(StorageReader reader, byte[] key) {
    ReaderUse _ = ReaderUse.of(reader);
    checkKey(key);
    return real.find(ReaderUse.unwrap(reader), key);
  }

  @Override
  public byte @Nullable [] ceiling(StorageReader reader, byte[] key) {
    ReaderUse _ = ReaderUse.of(reader);
    checkKey(key);
    byte[] found = real.ceiling(ReaderUse.unwrap(reader), key);
    if (found != null && Arrays.compareUnsigned(found, key) < 0) {
      throw new AssertionError("a key before the one that was asked for");
    }
    return found;
  }

  private static void checkKey(byte[] key) {
    if (key.length < 1 || key.length > MAX_KEY_BYTES) {
      throw new AssertionError("a key out of bounds, bytes: " + key.length);
    }
  }

  private static void checkValue(int length) {
    if (length > MAX_VALUE_BYTES) {
      throw new AssertionError("a value out of bounds, bytes: " + length);
    }
  }

  @Override
  public void put(WriteTransaction transaction, byte[] key, byte[] value) {
    AssertingTransaction asserting = AssertingTransaction.of(transaction);
    checkKey(key);
    checkValue(value.length);
    asserting.change(() -> real.put(asserting.real(), key, value));
  }

  @Override
  public void put(WriteTransaction transaction, byte[] key, DocumentView value) {
    AssertingTransaction asserting = AssertingTransaction.of(transaction);
    checkKey(key);
    checkValue(value.length());
    asserting.change(() -> real.put(asserting.real(), key, value));
  }

  @Override
  public boolean delete(WriteTransaction transaction, byte[] key) {
    AssertingTransaction asserting = AssertingTransaction.of(transaction);
    checkKey(key);
    AtomicBoolean deleted = new AtomicBoolean();
    asserting.change(() -> deleted.set(real.delete(asserting.real(), key)));
    return deleted.get();
  }

  @Override
  public SortedCursor open(StorageReader reader, KeyRange range, Direction direction) {
    ReaderUse use = ReaderUse.of(reader);
    SortedCursor cursor = real.open(ReaderUse.unwrap(reader), range, direction);
    return new AssertingSortedCursor(cursor, range, direction, use);
  }

  @Override
  public long count(StorageReader reader, KeyRange range, long limit) {
    ReaderUse _ = ReaderUse.of(reader);
    long count = real.count(ReaderUse.unwrap(reader), range, limit);
    if (count < 0 || count > limit) {
      throw new AssertionError("a count beyond its limit: " + count);
    }
    return count;
  }
}

package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.SortedCursor;
import java.util.Arrays;
import jetbrains.exodus.ByteIterable;

/** Walks a sorted table. Threads: confined to one thread. */
final class XodusSortedCursor implements SortedCursor {
  private static final int FIRST_KEY_BYTES = 64;

  private final int table;
  private final KeyCursor keys;
  private byte[] key = new byte[FIRST_KEY_BYTES];
  private int keyLength;

  XodusSortedCursor(int table, KeyCursor keys) {
    this.table = table;
    this.keys = keys;
  }

  @Override
  public boolean advance() {
    if (!keys.advance()) {
      return false;
    }
    keyLength = keys.keyLength() - Keys.PREFIX;
    if (key.length < keyLength) {
      key = new byte[Math.max(keyLength, 2 * key.length)];
    }
    System.arraycopy(keys.key(), Keys.PREFIX, key, 0, keyLength);
    return true;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public int keyLength() {
    return keyLength;
  }

  @Override
  public byte[] value() {
    ByteIterable value = keys.value();
    return Checksums.open(value.getBytesUnsafe(), value.getLength());
  }

  @Override
  public void seek(byte[] target, boolean inclusive) {
    keys.seek(Keys.of(table, target), inclusive);
  }

  @Override
  public void close() {
    keys.close();
    key = Arrays.copyOf(key, 0);
    keyLength = 0;
  }
}

package dev.meerkat.backend.xodus;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import jetbrains.exodus.ByteIterable;
import org.jspecify.annotations.Nullable;

/** A sorted table: values with checksums under keys of any length. Threads: immutable. */
record XodusSortedTable(String ident) implements SortedTable {
  @Override
  public byte @Nullable [] find(StorageReader reader, byte[] key) {
    XodusReader open = XodusReader.of(reader);
    ByteIterable value = open.get(Keys.of(open.number(ident, false), key));
    return value == null ? null : Checksums.open(value.getBytesUnsafe(), value.getLength());
  }

  @Override
  public void put(WriteTransaction transaction, byte[] key, byte[] value) {
    putSealed(transaction, key, Checksums.append(value, 0, value.length));
  }

  @Override
  public void put(WriteTransaction transaction, byte[] key, DocumentView value) {
    putSealed(transaction, key, Checksums.append(value.array(), value.offset(), value.length()));
  }

  private void putSealed(WriteTransaction transaction, byte[] key, byte[] sealed) {
    XodusWriteTransaction writer = XodusWriteTransaction.of(transaction);
    writer.put(Keys.of(writer.number(ident, false), key), sealed);
  }

  @Override
  public boolean delete(WriteTransaction transaction, byte[] key) {
    XodusWriteTransaction writer = XodusWriteTransaction.of(transaction);
    return writer.delete(Keys.of(writer.number(ident, false), key));
  }

  @Override
  public SortedCursor open(StorageReader reader, KeyRange range, Direction direction) {
    XodusReader open = XodusReader.of(reader);
    int table = open.number(ident, false);
    return new XodusSortedCursor(table, new KeyCursor(open, table, range, direction));
  }

  @Override
  public long count(StorageReader reader, KeyRange range, long limit) {
    XodusReader open = XodusReader.of(reader);
    KeyCursor keys = new KeyCursor(open, open.number(ident, false), range, Direction.FORWARD);
    long count = 0;
    try {
      while (count < limit && keys.advance()) {
        count++;
      }
    } finally {
      keys.close();
    }
    return count;
  }
}

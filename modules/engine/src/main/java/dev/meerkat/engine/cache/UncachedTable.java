package dev.meerkat.engine.cache;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import org.jspecify.annotations.Nullable;

/** A sorted table of the backend, for the readers of a cached storage. Threads: safe. */
record UncachedTable(SortedTable table) implements SortedTable {
  @Override
  public String ident() {
    return table.ident();
  }

  @Override
  public byte @Nullable [] find(StorageReader reader, byte[] key) {
    return table.find(CachedStorage.raw(reader), key);
  }

  @Override
  public byte @Nullable [] ceiling(StorageReader reader, byte[] key) {
    return table.ceiling(CachedStorage.raw(reader), key);
  }

  @Override
  public void put(WriteTransaction transaction, byte[] key, byte[] value) {
    table.put(CachedStorage.raw(transaction), key, value);
  }

  @Override
  public void put(WriteTransaction transaction, byte[] key, DocumentView value) {
    table.put(CachedStorage.raw(transaction), key, value);
  }

  @Override
  public boolean delete(WriteTransaction transaction, byte[] key) {
    return table.delete(CachedStorage.raw(transaction), key);
  }

  @Override
  public SortedCursor open(StorageReader reader, KeyRange range, Direction direction) {
    return table.open(CachedStorage.raw(reader), range, direction);
  }

  @Override
  public long count(StorageReader reader, KeyRange range, long limit) {
    return table.count(CachedStorage.raw(reader), range, limit);
  }
}

package dev.meerkat.backend.memory;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import org.jspecify.annotations.Nullable;

/** A handle of a sorted table in memory. Threads: immutable. */
record MemorySortedTable(MemoryIdent name) implements SortedTable {
  private static final byte[] NO_BYTES = {};

  @Override
  public String ident() {
    return name.name();
  }

  @Override
  public byte @Nullable [] find(StorageReader reader, byte[] key) {
    return ((MemoryReader) reader).entries(name).find(key);
  }

  /** Keeps copies: the caller may use its arrays again. */
  @Override
  public void put(WriteTransaction transaction, byte[] key, byte[] value) {
    ((MemoryTransaction) transaction)
        .put(name, key.clone(), value.length == 0 ? NO_BYTES : value.clone());
  }

  @Override
  public void put(WriteTransaction transaction, byte[] key, DocumentView value) {
    ((MemoryTransaction) transaction).put(name, key.clone(), value.toBytes());
  }

  @Override
  public boolean delete(WriteTransaction transaction, byte[] key) {
    return ((MemoryTransaction) transaction).remove(name, key);
  }

  @Override
  public SortedCursor open(StorageReader reader, KeyRange range, Direction direction) {
    return new SortedTreeCursor((MemoryReader) reader, name, range, direction);
  }

  @Override
  public long count(StorageReader reader, KeyRange range, long limit) {
    if (range.lower() == null && range.upper() == null) {
      return Math.min(limit, ((MemoryReader) reader).entries(name).count());
    }
    try (var cursor = new SortedTreeCursor((MemoryReader) reader, name, range, Direction.FORWARD)) {
      return cursor.skip(limit);
    }
  }
}

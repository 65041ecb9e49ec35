package dev.meerkat.engine.history;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import org.jspecify.annotations.Nullable;

/**
 * A sorted table that can be read as it was, and changed privately. Threads: safe.
 *
 * @param kept whether anybody reads its past
 */
record VersionedTable(SortedTable table, boolean kept) implements SortedTable {
  @Override
  public String ident() {
    return table.ident();
  }

  /** Beneath first: what replaces the value that it shows is known by then. */
  @Override
  public byte @Nullable [] find(StorageReader reader, byte[] key) {
    if (!(reader instanceof PastReader past)) {
      return table.find(VersionedStorage.raw(reader), key);
    }
    StorageReader base = past.base(ident());
    byte[] stored = base == null ? null : table.find(base, key);
    Patch<byte[]> patch = past.tablePatches(ident()).find(key);
    return patch == null ? stored : patch.value();
  }

  @Override
  public byte @Nullable [] ceiling(StorageReader reader, byte[] key) {
    return reader instanceof PastReader
        ? SortedTable.super.ceiling(reader, key)
        : table.ceiling(VersionedStorage.raw(reader), key);
  }

  // No switch over classes: a start puts something, and would have to make one.

  @Override
  public void put(WriteTransaction transaction, byte[] key, byte[] value) {
    if (transaction instanceof RecordedTransaction recorded) {
      keep(recorded, key);
      table.put(recorded.raw(), key, value);
    } else if (transaction instanceof PrivateTransaction own) {
      own.overlay().put(ident(), key, value);
    } else {
      table.put(transaction, key, value);
    }
  }

  @Override
  public void put(WriteTransaction transaction, byte[] key, DocumentView value) {
    if (transaction instanceof RecordedTransaction recorded) {
      keep(recorded, key);
      table.put(recorded.raw(), key, value);
    } else if (transaction instanceof PrivateTransaction own) {
      own.overlay().put(ident(), key, value.toBytes());
    } else {
      table.put(transaction, key, value);
    }
  }

  /** Keeps what stands there, where somebody may read the past. */
  private void keep(RecordedTransaction recorded, byte[] key) {
    if (kept) {
      recorded.keep(table, key);
    }
  }

  @Override
  public boolean delete(WriteTransaction transaction, byte[] key) {
    return switch (transaction) {
      case PrivateTransaction own -> {
        boolean there = find(own, key) != null;
        own.overlay().put(ident(), key, null);
        yield there;
      }
      case RecordedTransaction recorded -> {
        keep(recorded, key);
        yield table.delete(recorded.raw(), key);
      }
      default -> table.delete(transaction, key);
    };
  }

  @Override
  public SortedCursor open(StorageReader reader, KeyRange range, Direction direction) {
    if (!(reader instanceof PastReader past)) {
      return table.open(VersionedStorage.raw(reader), range, direction);
    }
    StorageReader base = past.base(ident());
    return new PastSortedCursor(
        base == null ? null : table.open(base, range, direction),
        past.tablePatches(ident()),
        range,
        direction);
  }

  @Override
  public long count(StorageReader reader, KeyRange range, long limit) {
    if (!(reader instanceof PastReader)) {
      return table.count(VersionedStorage.raw(reader), range, limit);
    }
    long count = 0;
    try (SortedCursor cursor = open(reader, range, Direction.FORWARD)) {
      while (count < limit && cursor.advance()) {
        count++;
      }
    }
    return count;
  }
}

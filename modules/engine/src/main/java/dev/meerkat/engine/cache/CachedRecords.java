package dev.meerkat.engine.cache;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.RecordLengths;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import org.jspecify.annotations.Nullable;

/**
 * A record store of which snapshots read blocks from memory. Threads: safe.
 *
 * @param store the backend's
 */
record CachedRecords(RecordStore store, RecordCache cache, TableLife table) implements RecordStore {
  @Override
  public String ident() {
    return store.ident();
  }

  @Override
  public @Nullable DocumentView find(StorageReader reader, long recordId) {
    if (reader instanceof CachedTransaction transaction) {
      return find(transaction, recordId);
    }
    if (!(reader instanceof CachedSnapshot snapshot)) {
      return store.find(reader, recordId);
    }
    CachedPart part = part(snapshot, recordId);
    return part == null ? findStored(snapshot, recordId) : part.find(recordId);
  }

  /** Whoever writes finds in memory what readers have brought there, and brings nothing itself. */
  private @Nullable DocumentView find(CachedTransaction transaction, long recordId) {
    transaction.checkOpen();
    SingleRecord single = cache.findSingle(table, recordId, transaction.seen());
    return single == null ? store.find(transaction.raw(), recordId) : single.find(recordId);
  }

  private @Nullable DocumentView findStored(CachedSnapshot snapshot, long recordId) {
    DocumentView found = store.find(snapshot.raw(), recordId);
    if (found != null) {
      cache.read(table, recordId, snapshot.version(), found);
    }
    return found;
  }

  /** The block that would hold a record, or null where it is not in memory. */
  @Nullable RecordBlock block(CachedSnapshot snapshot, long recordId) {
    snapshot.checkOpen();
    return cache.find(table, RecordBlock.numberOf(recordId), snapshot.version());
  }

  /** What has a record in memory, sought alone; reads its block where that is often missed. */
  private @Nullable CachedPart part(CachedSnapshot snapshot, long recordId) {
    RecordBlock block = block(snapshot, recordId);
    if (block != null) {
      return block;
    }
    SingleRecord single = cache.findSingle(table, recordId, snapshot.version());
    return single == null ? readOften(snapshot, recordId) : single;
  }

  /**
   * As {@link #part}, for one of many that are sought together: a block is better for them, and is
   * missed by those as well that are there alone.
   */
  @Nullable CachedPart partOfMany(CachedSnapshot snapshot, long recordId) {
    RecordBlock block = block(snapshot, recordId);
    if (block == null) {
      block = readOften(snapshot, recordId);
    }
    return block == null ? cache.findSingle(table, recordId, snapshot.version()) : block;
  }

  /** Reads a record's block where it has been missed often enough; else null. */
  private @Nullable RecordBlock readOften(CachedSnapshot snapshot, long recordId) {
    long number = RecordBlock.numberOf(recordId);
    return cache.misses(table, number) ? read(snapshot, number) : null;
  }

  /** Reads a block, to be kept; null where it is not worth it. */
  private @Nullable RecordBlock read(CachedSnapshot snapshot, long number) {
    BlockBuilder builder = new BlockBuilder(table, snapshot.version());
    builder.begin(number);
    try (RecordCursor cursor =
        store.open(snapshot.raw(), Direction.FORWARD, number << RecordBlock.BITS)) {
      while (builder.isCollecting() && cursor.advance()) {
        long recordId = cursor.recordId();
        if (RecordBlock.numberOf(recordId) != number) {
          break;
        }
        builder.add(recordId, cursor.current());
      }
    }
    RecordBlock block = builder.end(BlockBuilder.WORTHWHILE);
    if (block != null) {
      cache.keep(block);
    }
    return block;
  }

  @Override
  public RecordFinder finder(StorageReader reader) {
    return reader instanceof CachedSnapshot snapshot
        ? new CachedFinder(this, snapshot)
        : store.finder(CachedStorage.raw(reader));
  }

  @Override
  public RecordCursor open(StorageReader reader, Direction direction, long from) {
    if (!(reader instanceof CachedSnapshot snapshot)) {
      return store.open(CachedStorage.raw(reader), direction, from);
    }
    snapshot.checkOpen();
    return direction == Direction.FORWARD
        ? new ForwardCursor(this, snapshot, from)
        : new ReverseCursor(this, snapshot, from);
  }

  /** Blocks are not looked at: they are for those who want documents. */
  @Override
  public RecordLengths lengths(StorageReader reader, long from, int limit) {
    return store.lengths(CachedStorage.raw(reader), from, limit);
  }

  @Override
  public void insert(WriteTransaction transaction, long recordId, DocumentView document) {
    boolean _ = note(transaction, recordId);
    store.insert(CachedStorage.raw(transaction), recordId, document);
  }

  @Override
  public void update(
      WriteTransaction transaction, long recordId, int oldLength, DocumentView document) {
    boolean isWanted = note(transaction, recordId);
    store.update(CachedStorage.raw(transaction), recordId, oldLength, document);
    if (isWanted && transaction instanceof CachedTransaction cached) {
      cached.keep(table, recordId, document);
    }
  }

  @Override
  public void delete(WriteTransaction transaction, long recordId, int oldLength) {
    boolean _ = note(transaction, recordId);
    store.delete(CachedStorage.raw(transaction), recordId, oldLength);
  }

  /**
   * Notes a change before it is made: also one that fails half way is known. Answers whether the
   * record is worth being kept in memory as it becomes.
   */
  private boolean note(WriteTransaction transaction, long recordId) {
    return transaction instanceof CachedTransaction cached && cached.changes(table, recordId);
  }

  @Override
  public long count(StorageReader reader) {
    return store.count(CachedStorage.raw(reader));
  }

  @Override
  public long dataSizeBytes(StorageReader reader) {
    return store.dataSizeBytes(CachedStorage.raw(reader));
  }

  @Override
  public void recount(WriteTransaction transaction) {
    store.recount(CachedStorage.raw(transaction));
  }

  @Override
  public long maxRecordId(StorageReader reader) {
    return store.maxRecordId(CachedStorage.raw(reader));
  }
}

package dev.meerkat.engine.history;

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
 * A record store that can be read as it was, and changed privately. Threads: safe.
 *
 * @param kept whether anybody reads its past
 */
record VersionedRecords(RecordStore store, boolean kept) implements RecordStore {
  @Override
  public String ident() {
    return store.ident();
  }

  @Override
  public @Nullable DocumentView find(StorageReader reader, long recordId) {
    return reader instanceof PastReader past
        ? findPast(past, recordId)
        : store.find(VersionedStorage.raw(reader), recordId);
  }

  @Override
  public RecordFinder finder(StorageReader reader) {
    return reader instanceof PastReader
        ? RecordStore.super.finder(reader)
        : store.finder(VersionedStorage.raw(reader));
  }

  /** Beneath first: what replaces the value that it shows is known by then. */
  private @Nullable DocumentView findPast(PastReader past, long recordId) {
    StorageReader base = past.base(ident());
    DocumentView stored = base == null ? null : store.find(base, recordId);
    Patch<DocumentView> patch = past.recordPatches(ident()).find(recordId);
    return patch == null ? stored : patch.value();
  }

  @Override
  public RecordCursor open(StorageReader reader, Direction direction, long from) {
    if (!(reader instanceof PastReader past)) {
      return store.open(VersionedStorage.raw(reader), direction, from);
    }
    StorageReader base = past.base(ident());
    return new PastRecordCursor(
        base == null ? null : store.open(base, direction, from),
        past.recordPatches(ident()),
        direction,
        from);
  }

  @Override
  public RecordLengths lengths(StorageReader reader, long from, int limit) {
    return reader instanceof PastReader
        ? RecordStore.super.lengths(reader, from, limit)
        : store.lengths(VersionedStorage.raw(reader), from, limit);
  }

  @Override
  public void insert(WriteTransaction transaction, long recordId, DocumentView document) {
    if (transaction instanceof RecordedTransaction recorded) {
      if (kept) {
        recorded.keep(store, recordId);
      }
      store.insert(recorded.raw(), recordId, document);
    } else if (transaction instanceof PrivateTransaction own) {
      own.overlay().put(ident(), recordId, document);
    } else {
      store.insert(transaction, recordId, document);
    }
  }

  @Override
  public void update(
      WriteTransaction transaction, long recordId, int oldLength, DocumentView document) {
    if (transaction instanceof RecordedTransaction recorded) {
      if (kept) {
        recorded.keep(store, recordId);
      }
      store.update(recorded.raw(), recordId, oldLength, document);
    } else if (transaction instanceof PrivateTransaction own) {
      own.overlay().put(ident(), recordId, document);
    } else {
      store.update(transaction, recordId, oldLength, document);
    }
  }

  @Override
  public void delete(WriteTransaction transaction, long recordId, int oldLength) {
    switch (transaction) {
      case PrivateTransaction own -> own.overlay().put(ident(), recordId, null);
      case RecordedTransaction recorded -> {
        if (kept) {
          recorded.keep(store, recordId);
        }
        store.delete(recorded.raw(), recordId, oldLength);
      }
      default -> store.delete(transaction, recordId, oldLength);
    }
  }

  /** Of the past by a scan: the number kept is that of now. */
  @Override
  public long count(StorageReader reader) {
    if (!(reader instanceof PastReader)) {
      return store.count(VersionedStorage.raw(reader));
    }
    long count = 0;
    try (RecordCursor cursor = open(reader, Direction.FORWARD, 1)) {
      while (cursor.advance()) {
        count++;
      }
    }
    return count;
  }

  /** Of the past by a scan: the number kept is that of now. */
  @Override
  public long dataSizeBytes(StorageReader reader) {
    if (!(reader instanceof PastReader)) {
      return store.dataSizeBytes(VersionedStorage.raw(reader));
    }
    long bytes = 0;
    try (RecordCursor cursor = open(reader, Direction.FORWARD, 1)) {
      while (cursor.advance()) {
        bytes += cursor.current().length();
      }
    }
    return bytes;
  }

  @Override
  public void recount(WriteTransaction transaction) {
    switch (transaction) {
      case PrivateTransaction _ ->
          throw new IllegalStateException("a transaction's own changes are not counted");
      case RecordedTransaction recorded -> store.recount(recorded.raw());
      default -> store.recount(transaction);
    }
  }

  @Override
  public long maxRecordId(StorageReader reader) {
    if (!(reader instanceof PastReader)) {
      return store.maxRecordId(VersionedStorage.raw(reader));
    }
    try (RecordCursor cursor = open(reader, Direction.REVERSE, Long.MAX_VALUE)) {
      return cursor.advance() ? cursor.recordId() : 0;
    }
  }
}

package dev.meerkat.engine.cache;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts cursors and finds. */
record CountedRecords(RecordStore store, AtomicInteger reads) implements RecordStore {
  @Override
  public String ident() {
    return store.ident();
  }

  @Override
  public @Nullable DocumentView find(StorageReader reader, long recordId) {
    reads.incrementAndGet();
    return store.find(reader, recordId);
  }

  @Override
  public RecordCursor open(StorageReader reader, Direction direction, long from) {
    reads.incrementAndGet();
    return store.open(reader, direction, from);
  }

  @Override
  public void insert(WriteTransaction transaction, long recordId, DocumentView document) {
    store.insert(transaction, recordId, document);
  }

  @Override
  public void update(
      WriteTransaction transaction, long recordId, int oldLength, DocumentView document) {
    store.update(transaction, recordId, oldLength, document);
  }

  @Override
  public void delete(WriteTransaction transaction, long recordId, int oldLength) {
    store.delete(transaction, recordId, oldLength);
  }

  @Override
  public long count(StorageReader reader) {
    return store.count(reader);
  }

  @Override
  public long dataSizeBytes(StorageReader reader) {
    return store.dataSizeBytes(reader);
  }

  @Override
  public void recount(WriteTransaction transaction) {
    store.recount(transaction);
  }

  @Override
  public long maxRecordId(StorageReader reader) {
    return store.maxRecordId(reader);
  }
}

package dev.meerkat.contract;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import org.jspecify.annotations.Nullable;

/** A record store that hands every call on to another; a test changes a part. Threads: as it. */
public interface ForwardingRecords extends RecordStore {
  /** The other one. */
  RecordStore store();

  @Override
  default String ident() {
    return store().ident();
  }

  @Override
  default @Nullable DocumentView find(StorageReader reader, long recordId) {
    return store().find(reader, recordId);
  }

  @Override
  default RecordCursor open(StorageReader reader, Direction direction, long from) {
    return store().open(reader, direction, from);
  }

  @Override
  default void insert(WriteTransaction transaction, long recordId, DocumentView document) {
    store().insert(transaction, recordId, document);
  }

  @Override
  default void update(
      WriteTransaction transaction, long recordId, int oldLength, DocumentView document) {
    store().update(transaction, recordId, oldLength, document);
  }

  @Override
  default void delete(WriteTransaction transaction, long recordId, int oldLength) {
    store().delete(transaction, recordId, oldLength);
  }

  @Override
  default long count(StorageReader reader) {
    return store().count(reader);
  }

  @Override
  default long dataSizeBytes(StorageReader reader) {
    return store().dataSizeBytes(reader);
  }

  @Override
  default void recount(WriteTransaction transaction) {
    store().recount(transaction);
  }

  @Override
  default long maxRecordId(StorageReader reader) {
    return store().maxRecordId(reader);
  }
}

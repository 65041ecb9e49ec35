package dev.meerkat.backend.memory;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import org.jspecify.annotations.Nullable;

/** A handle of a record store in memory. Threads: immutable. */
record MemoryRecordStore(MemoryIdent name) implements RecordStore {
  @Override
  public String ident() {
    return name.name();
  }

  @Override
  public @Nullable DocumentView find(StorageReader reader, long recordId) {
    byte[] document = records(reader).find(recordId);
    return document == null ? null : DocumentView.of(document);
  }

  @Override
  public RecordCursor open(StorageReader reader, Direction direction, long from) {
    return new RecordTreeCursor((MemoryReader) reader, name, direction, from);
  }

  @Override
  public void insert(WriteTransaction transaction, long recordId, DocumentView document) {
    ((MemoryTransaction) transaction).put(name, recordId, document.toBytes());
  }

  @Override
  public void update(
      WriteTransaction transaction, long recordId, int oldLength, DocumentView document) {
    ((MemoryTransaction) transaction).put(name, recordId, document.toBytes());
  }

  @Override
  public void delete(WriteTransaction transaction, long recordId, int oldLength) {
    ((MemoryTransaction) transaction).remove(name, recordId);
  }

  @Override
  public long count(StorageReader reader) {
    return records(reader).count();
  }

  @Override
  public long dataSizeBytes(StorageReader reader) {
    return records(reader).dataSizeBytes();
  }

  @Override
  public void recount(WriteTransaction transaction) {
    // The numbers are the tree's own: each change of it makes them, whatever a caller says.
  }

  @Override
  public long maxRecordId(StorageReader reader) {
    return records(reader).maxKey();
  }

  private RecordTree records(StorageReader reader) {
    return ((MemoryReader) reader).records(name);
  }
}

package dev.meerkat.backend.xodus;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import jetbrains.exodus.ByteIterable;
import org.jspecify.annotations.Nullable;

/** A record store: documents with checksums under eight-byte keys. Threads: immutable. */
record XodusRecordStore(String ident) implements RecordStore {
  @Override
  public @Nullable DocumentView find(StorageReader reader, long recordId) {
    XodusReader open = XodusReader.of(reader);
    ByteIterable value = open.get(Keys.of(open.number(ident, true), recordId));
    return value == null ? null : document(value);
  }

  @Override
  public RecordCursor open(StorageReader reader, Direction direction, long from) {
    XodusReader open = XodusReader.of(reader);
    return new XodusRecordCursor(open, open.number(ident, true), direction, from);
  }

  @Override
  public void insert(WriteTransaction transaction, long recordId, DocumentView document) {
    write(transaction, recordId, document);
    writer(transaction).count(ident, 1, document.length());
  }

  @Override
  public void update(
      WriteTransaction transaction, long recordId, int oldLength, DocumentView document) {
    write(transaction, recordId, document);
    writer(transaction).count(ident, 0, document.length() - (long) oldLength);
  }

  @Override
  public void delete(WriteTransaction transaction, long recordId, int oldLength) {
    XodusWriteTransaction writer = writer(transaction);
    writer.delete(Keys.of(writer.number(ident, true), recordId));
    writer.count(ident, -1, -oldLength);
  }

  @Override
  public long count(StorageReader reader) {
    return XodusReader.of(reader).counts(ident).records;
  }

  @Override
  public long dataSizeBytes(StorageReader reader) {
    return XodusReader.of(reader).counts(ident).bytes;
  }

  @Override
  public long maxRecordId(StorageReader reader) {
    XodusReader open = XodusReader.of(reader);
    KeyCursor last = new KeyCursor(open, open.number(ident, true), KeyRange.ALL, Direction.REVERSE);
    try {
      return last.advance() ? Keys.recordId(last.key()) : 0;
    } finally {
      last.close();
    }
  }

  @Override
  public void recount(WriteTransaction transaction) {
    long records = 0;
    long bytes = 0;
    try (RecordCursor cursor = open(transaction, Direction.FORWARD, 1)) {
      while (cursor.advance()) {
        records++;
        bytes += cursor.current().length();
      }
    }
    writer(transaction)
        .count(ident, records - count(transaction), bytes - dataSizeBytes(transaction));
  }

  private void write(WriteTransaction transaction, long recordId, DocumentView document) {
    XodusWriteTransaction writer = writer(transaction);
    writer.put(
        Keys.of(writer.number(ident, true), recordId),
        Checksums.append(document.array(), document.offset(), document.length()));
  }

  private static XodusWriteTransaction writer(WriteTransaction transaction) {
    return XodusWriteTransaction.of(transaction);
  }

  /** The document in a stored value; it says its own length, so nothing is copied. */
  static DocumentView document(ByteIterable value) {
    byte[] bytes = value.getBytesUnsafe();
    Checksums.check(bytes, value.getLength());
    return DocumentView.of(bytes, 0);
  }
}

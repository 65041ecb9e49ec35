package dev.meerkat.contract;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.RecordLengths;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import org.jspecify.annotations.Nullable;

/** A record store that checks ids, and lengths said against lengths stored. */
record AssertingRecordStore(RecordStore real) implements RecordStore {
  @Override
  public String ident() {
    return real.ident();
  }

  @Override
  public @Nullable DocumentView find(StorageReader reader, long recordId) {
    ReaderUse _ = ReaderUse.of(reader);
    return real.find(ReaderUse.unwrap(reader), recordId);
  }

  @Override
  public RecordFinder finder(StorageReader reader) {
    ReaderUse use = ReaderUse.of(reader);
    return new AssertingRecordFinder(real.finder(ReaderUse.unwrap(reader)), use);
  }

  @Override
  public RecordCursor open(StorageReader reader, Direction direction, long from) {
    ReaderUse use = ReaderUse.of(reader);
    RecordCursor cursor = real.open(ReaderUse.unwrap(reader), direction, from);
    return new AssertingRecordCursor(cursor, direction, from, use);
  }

  @Override
  public RecordLengths lengths(StorageReader reader, long from, int limit) {
    ReaderUse _ = ReaderUse.of(reader);
    RecordLengths lengths = real.lengths(ReaderUse.unwrap(reader), from, limit);
    if (lengths.count() > limit) {
      throw new AssertionError("more records than were asked for: " + lengths.count());
    }
    return lengths;
  }

  @Override
  public void insert(WriteTransaction transaction, long recordId, DocumentView document) {
    AssertingTransaction asserting = AssertingTransaction.of(transaction);
    if (recordId < 1 || recordId == Long.MAX_VALUE) {
      throw new AssertionError("a record id out of range: " + recordId);
    }
    if (real.find(asserting.real(), recordId) != null) {
      throw new AssertionError("a record id that is in use: " + recordId);
    }
    asserting.change(() -> real.insert(asserting.real(), recordId, document));
  }

  @Override
  public void update(
      WriteTransaction transaction, long recordId, int oldLength, DocumentView document) {
    AssertingTransaction asserting = AssertingTransaction.of(transaction);
    checkLength(asserting, recordId, oldLength);
    asserting.change(() -> real.update(asserting.real(), recordId, oldLength, document));
  }

  @Override
  public void delete(WriteTransaction transaction, long recordId, int oldLength) {
    AssertingTransaction asserting = AssertingTransaction.of(transaction);
    checkLength(asserting, recordId, oldLength);
    asserting.change(() -> real.delete(asserting.real(), recordId, oldLength));
  }

  private void checkLength(AssertingTransaction transaction, long recordId, int oldLength) {
    DocumentView old = real.find(transaction.real(), recordId);
    if (old == null) {
      throw new AssertionError("there is no such record: " + recordId);
    }
    if (old.length() != oldLength) {
      throw new AssertionError("the old length is wrong: " + oldLength);
    }
  }

  @Override
  public long count(StorageReader reader) {
    ReaderUse _ = ReaderUse.of(reader);
    return real.count(ReaderUse.unwrap(reader));
  }

  @Override
  public long dataSizeBytes(StorageReader reader) {
    ReaderUse _ = ReaderUse.of(reader);
    return real.dataSizeBytes(ReaderUse.unwrap(reader));
  }

  @Override
  public void recount(WriteTransaction transaction) {
    AssertingTransaction asserting = AssertingTransaction.of(transaction);
    asserting.change(() -> real.recount(asserting.real()));
  }

  @Override
  public long maxRecordId(StorageReader reader) {
    ReaderUse _ = ReaderUse.of(reader);
    return real.maxRecordId(ReaderUse.unwrap(reader));
  }
}

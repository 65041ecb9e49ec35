package dev.meerkat.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.contract.fault.Faults;
import dev.meerkat.contract.fault.Faults.Call;
import dev.meerkat.contract.fault.FaultyStorage;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Records whose blocks are written all the time are in memory one by one, and never out of date.
 */
final class SingleRecordsTest extends CacheFixture {
  private static final DocumentView CHANGED = document(-7, 20);
  private static final DocumentView CHANGED_AGAIN = document(-77, 30);

  @BeforeEach
  void insert() {
    write(
        storage,
        transaction -> {
          for (int id = 1; id <= 128; id++) {
            records.insert(transaction, id, document(id, 10));
          }
        });
  }

  private @Nullable DocumentView find(long recordId) {
    try (Snapshot snapshot = storage.openSnapshot()) {
      return records.find(snapshot, recordId);
    }
  }

  private void update(WriteTransaction transaction, long recordId, DocumentView document) {
    DocumentView old = records.find(transaction, recordId);
    assertTrue(old != null);
    records.update(transaction, recordId, old.length(), document);
  }

  /** Reads a record until it is in memory, and once from there: it is worth being kept now. */
  private void warm(long recordId) {
    for (int i = 0; i < 3; i++) {
      assertEquals(document((int) recordId, 10), find(recordId));
    }
    reads.set(0);
  }

  @Test
  void whatIsSoughtTwiceIsKeptThoughItsNeighboursAreWritten() {
    for (int i = 1; i <= 5; i++) {
      write(storage, transaction -> update(transaction, 8, document(8, 20)));
      reads.set(0);
      assertEquals(document(7, 10), find(7));
      assertEquals(i <= 2 ? 1 : 0, reads.get());
    }
  }

  @Test
  void whoAsksForManyFindsThemToo() {
    warm(7);
    try (Snapshot snapshot = storage.openSnapshot();
        RecordFinder finder = records.finder(snapshot)) {
      finder.ask(new long[] {7, 9}, 2);
      assertEquals(document(7, 10), finder.next());
      assertEquals(document(9, 10), finder.next());
      finder.ask(new long[] {7}, 1);
      assertEquals(document(7, 10), finder.next());
    }
    assertEquals(1, reads.get());
  }

  @Test
  void whoAsksForManyOftenGetsTheirBlock() {
    warm(7);
    try (Snapshot snapshot = storage.openSnapshot();
        RecordFinder finder = records.finder(snapshot)) {
      // It was missed twice before it was in memory.
      for (int i = 3; i <= 64; i++) {
        finder.ask(new long[] {7}, 1);
        assertEquals(document(7, 10), finder.next());
        assertEquals(i < 64 ? 0 : 1, reads.get());
      }
      finder.ask(new long[] {8}, 1);
      assertEquals(document(8, 10), finder.next());
      assertEquals(1, reads.get());
    }
  }

  @Test
  void whatIsSoughtOnceIsNot() {
    assertEquals(document(7, 10), find(7));
    assertEquals(document(8, 10), find(8));
    reads.set(0);
    assertEquals(document(7, 10), find(7));
    assertEquals(1, reads.get());
  }

  @Test
  void whatIsReadIsKeptAsItBecomes() {
    warm(7);
    write(storage, transaction -> update(transaction, 7, CHANGED));
    // Whoever writes has found it in memory, too.
    assertEquals(CHANGED, find(7));
    assertEquals(0, reads.get());
  }

  @Test
  void whatIsWrittenAndNotReadIsNotKept() {
    warm(7);
    write(storage, transaction -> update(transaction, 7, CHANGED));
    write(storage, transaction -> records.update(transaction, 7, CHANGED.length(), CHANGED_AGAIN));
    assertEquals(CHANGED_AGAIN, find(7));
    assertEquals(1, reads.get());
  }

  @Test
  void aSnapshotKeepsItsStateBesideRecordsThatAreNewer() {
    warm(7);
    try (Snapshot old = storage.openSnapshot()) {
      write(storage, transaction -> update(transaction, 7, CHANGED));
      for (int i = 0; i < 3; i++) {
        assertEquals(document(7, 10), records.find(old, 7));
        assertEquals(CHANGED, find(7));
      }
    }
  }

  @Test
  void nobodyElseSeesWhatIsNotCommitted() {
    warm(7);
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    update(transaction, 7, CHANGED);
    assertEquals(CHANGED, records.find(transaction, 7));
    assertEquals(document(7, 10), find(7));
    transaction.commit();
    assertEquals(CHANGED, find(7));
  }

  @Test
  void whatIsRolledBackWasNeverThere() {
    warm(7);
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    update(transaction, 7, CHANGED);
    transaction.rollback();
    assertEquals(document(7, 10), find(7));
  }

  @Test
  void theLastOfSeveralChangesCounts() {
    warm(7);
    warm(9);
    write(
        storage,
        transaction -> {
          update(transaction, 7, CHANGED);
          update(transaction, 7, CHANGED_AGAIN);
          update(transaction, 9, CHANGED);
          records.delete(transaction, 9, CHANGED.length());
        });
    assertEquals(CHANGED_AGAIN, find(7));
    assertNull(find(9));
  }

  @Test
  void whatIsDeletedAndInsertedAgainIsAnother() {
    warm(7);
    write(storage, transaction -> records.delete(transaction, 7, document(7, 10).length()));
    assertNull(find(7));
    write(storage, transaction -> records.insert(transaction, 7, CHANGED));
    assertEquals(CHANGED, find(7));
  }

  @Test
  void nothingIsReadFromMemoryAfterTheEndOfItsTransaction() {
    warm(7);
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    assertEquals(document(7, 10), records.find(transaction, 7));
    transaction.commit();
    assertThrows(IllegalStateException.class, () -> records.find(transaction, 7));
  }

  @Test
  void aFailedCommitLeavesNothingInMemory() {
    assertEquals(
        document(7, 10),
        afterFailure(faults -> faults.failNext(Call.COMMIT, SingleRecordsTest::failure)));
  }

  @Test
  void aCommitThatIsMadeAndFailsIsReadFromTheBackend() {
    assertEquals(
        CHANGED, afterFailure(faults -> faults.failAfterNextCommit(SingleRecordsTest::failure)));
  }

  private static StorageException failure() {
    return new StorageException.Failed("a fault on purpose", null);
  }

  /** What a record is that was in memory when a transaction has changed it whose commit fails. */
  private static @Nullable DocumentView afterFailure(Consumer<Faults> plan) {
    Faults faults = new Faults();
    try (Storage faulty = CachedStorage.over(new FaultyStorage(memory(), faults), 1 << 20)) {
      RecordStore own = faulty.recordStore("records");
      write(faulty, transaction -> transaction.createTable("records", TableKind.RECORDS, "test"));
      write(faulty, transaction -> own.insert(transaction, 7, document(7, 10)));
      for (int i = 0; i < 3; i++) {
        try (Snapshot snapshot = faulty.openSnapshot()) {
          assertEquals(document(7, 10), own.find(snapshot, 7));
        }
      }
      WriteTransaction transaction = faulty.begin(Durability.BUFFERED);
      own.update(transaction, 7, document(7, 10).length(), CHANGED);
      plan.accept(faults);
      assertThrows(StorageException.Failed.class, transaction::commit);
      transaction.rollback();
      try (Snapshot snapshot = faulty.openSnapshot()) {
        return own.find(snapshot, 7);
      }
    }
  }

  @Test
  void memoryIsBounded() {
    RecordCache cache = new RecordCache(100_000);
    TableLife table = cache.table("records");
    for (int round = 0; round < 2; round++) {
      for (int id = 1; id < 500; id++) {
        for (int i = 0; i < 2; i++) {
          cache.read(table, id, cache.version(), document(id, 1_000));
        }
        assertTrue(cache.sizeBytes() <= 25_000, () -> cache.sizeBytes() + " bytes");
      }
    }
    assertTrue(cache.sizeBytes() > 20_000, () -> cache.sizeBytes() + " bytes");
    cache.read(table, 1_000, cache.version(), document(1, 70_000));
    cache.read(table, 1_000, cache.version(), document(1, 70_000));
    assertNull(cache.findSingle(table, 1_000, cache.version()));
    cache.clear();
    assertEquals(0, cache.sizeBytes());
  }
}

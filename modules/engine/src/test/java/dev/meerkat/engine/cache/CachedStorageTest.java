package dev.meerkat.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read from memory is what a snapshot has to see, and the backend is left alone then. */
final class CachedStorageTest extends CacheFixture {
  private static final int RECORDS = 1_000;

  private void insertAll() {
    write(
        storage,
        transaction -> {
          for (int id = 1; id <= RECORDS; id++) {
            records.insert(transaction, id, document(id, 10));
          }
        });
  }

  private Map<Long, DocumentView> scan() {
    try (Snapshot snapshot = storage.openSnapshot()) {
      return scan(records, snapshot, Direction.FORWARD, 1);
    }
  }

  /** Reads all twice, so that all blocks are in memory. */
  private Map<Long, DocumentView> warm() {
    Map<Long, DocumentView> first = scan();
    assertEquals(first, scan());
    return first;
  }

  @Test
  void theThirdScanLeavesTheBackendAlone() {
    insertAll();
    Map<Long, DocumentView> expected = warm();
    assertEquals(RECORDS, expected.size());
    reads.set(0);
    assertEquals(expected, scan());
    try (Snapshot snapshot = storage.openSnapshot()) {
      assertEquals(expected, scan(records, snapshot, Direction.REVERSE, Long.MAX_VALUE));
      assertEquals(document(500, 10), records.find(snapshot, 500));
      try (RecordFinder finder = records.finder(snapshot)) {
        finder.ask(new long[] {900, 3}, 2);
        assertEquals(document(900, 10), finder.next());
        assertEquals(document(3, 10), finder.next());
      }
    }
    // Each scan looks once for what there may be behind the last block.
    assertEquals(2, reads.get());
  }

  @Test
  void recordsThatAreOftenWantedComeIntoMemoryWithoutAScan() {
    insertAll();
    try (Snapshot snapshot = storage.openSnapshot();
        RecordFinder finder = records.finder(snapshot)) {
      for (int id = 64; id < 128; id++) {
        assertEquals(document(id, 10), records.find(snapshot, id));
      }
      // The last of them has read all.
      assertEquals(64, reads.getAndSet(0));
      assertEquals(document(64, 10), records.find(snapshot, 64));
      finder.ask(new long[] {127, 65}, 2);
      assertEquals(document(127, 10), finder.next());
      assertEquals(document(65, 10), finder.next());
      assertEquals(0, reads.get());
      assertEquals(document(128, 10), records.find(snapshot, 128));
      assertEquals(1, reads.get());
    }
  }

  @Test
  void oneScanMakesNoBlocks() {
    insertAll();
    Map<Long, DocumentView> first = scan();
    reads.set(0);
    try (Snapshot snapshot = storage.openSnapshot()) {
      assertEquals(first.get(7L), records.find(snapshot, 7));
    }
    assertEquals(1, reads.get());
  }

  @Test
  void whatIsChangedIsReadAnewAndTheRestIsNot() {
    insertAll();
    Map<Long, DocumentView> expected = warm();
    DocumentView changed = document(-500, 20);
    write(
        storage,
        transaction -> {
          records.update(transaction, 500, document(500, 10).length(), changed);
          records.delete(transaction, 700, document(700, 10).length());
          records.insert(transaction, RECORDS + 1, document(RECORDS + 1, 10));
        });
    expected.put(500L, changed);
    expected.remove(700L);
    expected.put(RECORDS + 1L, document(RECORDS + 1, 10));
    reads.set(0);
    try (Snapshot snapshot = storage.openSnapshot()) {
      assertEquals(changed, records.find(snapshot, 500));
      assertNull(records.find(snapshot, 700));
      assertEquals(document(RECORDS + 1, 10), records.find(snapshot, RECORDS + 1));
      assertEquals(3, reads.get());
      assertEquals(document(1, 10), records.find(snapshot, 1));
      assertEquals(3, reads.get());
    }
    assertEquals(expected, scan());
  }

  @Test
  void whatIsRolledBackHasChangedNothingAndComesIntoMemoryAgain() {
    insertAll();
    Map<Long, DocumentView> expected = warm();
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    records.delete(transaction, 5, document(5, 10).length());
    assertNull(records.find(transaction, 5));
    transaction.rollback();
    assertEquals(expected, warm());
    reads.set(0);
    assertEquals(expected, scan());
    assertEquals(1, reads.get());
  }

  @Test
  void aRollbackThatComesLateChangesNothing() {
    insertAll();
    warm();
    DocumentView changed = document(-1, 30);
    WriteTransaction first = storage.begin(Durability.BUFFERED);
    records.update(first, 1, document(1, 10).length(), changed);
    first.commit();
    write(
        storage,
        transaction -> records.update(transaction, 500, document(500, 10).length(), changed));
    try (Snapshot old = storage.openSnapshot()) {
      first.rollback();
      write(
          storage,
          transaction -> records.update(transaction, 500, changed.length(), document(500, 10)));
      assertEquals(document(500, 10), warm().get(500L));
      assertEquals(changed, records.find(old, 500));
    }
  }

  @Test
  void aSnapshotKeepsItsStateBesideBlocksThatAreNewer() {
    insertAll();
    Map<Long, DocumentView> before = warm();
    try (Snapshot old = storage.openSnapshot()) {
      DocumentView changed = document(-1, 30);
      write(
          storage,
          transaction -> records.update(transaction, 1, document(1, 10).length(), changed));
      Map<Long, DocumentView> after = warm();
      assertEquals(changed, after.get(1L));
      assertEquals(before, scan(records, old, Direction.FORWARD, 1));
      assertEquals(before, scan(records, old, Direction.REVERSE, RECORDS));
      assertEquals(document(1, 10), records.find(old, 1));
    }
  }

  @Test
  void anOldSnapshotMakesNoBlocksForNewOnes() {
    insertAll();
    try (Snapshot old = storage.openSnapshot()) {
      DocumentView changed = document(-1, 30);
      write(
          storage,
          transaction -> records.update(transaction, 1, document(1, 10).length(), changed));
      for (int i = 0; i < 3; i++) {
        assertEquals(document(1, 10), scan(records, old, Direction.FORWARD, 1).get(1L));
      }
      assertEquals(changed, scan().get(1L));
    }
  }

  @Test
  void aTableOfTheSameNameIsAnother() {
    insertAll();
    warm();
    try (Snapshot old = storage.openSnapshot()) {
      write(storage, transaction -> transaction.dropTable("records"));
      assertEquals(RECORDS, scan(records, old, Direction.FORWARD, 1).size());
      RecordStore between = storage.recordStore("records");
      assertEquals(RECORDS, scan(between, old, Direction.FORWARD, 1).size());
      assertEquals(RECORDS, scan(between, old, Direction.FORWARD, 1).size());
      write(storage, transaction -> transaction.createTable("records", TableKind.RECORDS, "test"));
      records = storage.recordStore("records");
      assertEquals(Map.of(), scan());
      assertEquals(Map.of(), scan());
      try (Snapshot now = storage.openSnapshot()) {
        assertEquals(Map.of(), scan(between, now, Direction.FORWARD, 1));
      }
    }
  }

  @Test
  void nothingIsReadFromMemoryAfterTheEndOfItsSnapshot() {
    insertAll();
    warm();
    Snapshot snapshot = storage.openSnapshot();
    RecordCursor cursor = records.open(snapshot, Direction.FORWARD, 1);
    assertTrue(cursor.advance());
    cursor.close();
    assertThrows(IllegalStateException.class, cursor::advance);
    RecordFinder finder = records.finder(snapshot);
    finder.close();
    assertThrows(IllegalStateException.class, () -> finder.ask(new long[] {1}, 1));
    snapshot.close();
    assertThrows(IllegalStateException.class, () -> records.find(snapshot, 1));
  }

  @Test
  void nothingIsReadFromMemoryAfterTheEndOfTheStorage() {
    Storage closed = CachedStorage.over(memory(), 1 << 20);
    write(closed, transaction -> transaction.createTable("records", TableKind.RECORDS, "test"));
    records = closed.recordStore("records");
    write(closed, transaction -> records.insert(transaction, 1, document(1, 10)));
    Snapshot snapshot = closed.openSnapshot();
    for (int i = 0; i < 3; i++) {
      assertEquals(1, scan(records, snapshot, Direction.FORWARD, 1).size());
    }
    closed.close();
    assertThrows(StorageException.Closed.class, () -> records.find(snapshot, 1));
  }

  @Test
  void memoryIsBounded() {
    RecordCache cache = new RecordCache(100_000);
    TableLife table = cache.table("records");
    BlockBuilder builder = new BlockBuilder(table, cache.version());
    for (int number = 0; number < 500; number++) {
      builder.begin(number);
      builder.add((long) number << RecordBlock.BITS, document(number, 3_000));
      RecordBlock block = builder.end(1);
      assertNotNull(block);
      cache.keep(block);
      assertTrue(cache.sizeBytes() <= 100_000, () -> cache.sizeBytes() + " bytes");
    }
    assertTrue(cache.sizeBytes() > 60_000, () -> cache.sizeBytes() + " bytes");
    cache.clear();
    assertEquals(0, cache.sizeBytes());
  }
}

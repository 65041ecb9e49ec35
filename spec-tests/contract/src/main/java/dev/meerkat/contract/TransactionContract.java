package dev.meerkat.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What snapshots and write transactions promise. Threads: some tests read beside the writer. */
public abstract class TransactionContract extends SortedContract {
  private static final int LENGTH = document(1).length();

  @Test
  void aSnapshotNeverSeesALaterCommit() {
    RecordStore records = createRecords("records");
    SortedTable table = createSorted("sorted", TableKind.INDEX);
    write(
        transaction -> {
          records.insert(transaction, 1, document(1));
          table.put(transaction, bytes("a"), bytes("1"));
        });
    try (Snapshot before = storage().openSnapshot();
        RecordCursor early = records.open(before, Direction.FORWARD, 0)) {
      write(
          transaction -> {
            records.update(transaction, 1, LENGTH, document(9));
            records.insert(transaction, 2, document(2));
            table.put(transaction, bytes("a"), bytes("9"));
            table.put(transaction, bytes("b"), bytes("2"));
          });
      assertTrue(early.advance());
      assertEquals(document(1), early.current());
      assertFalse(early.advance());
      assertEquals(document(1), records.find(before, 1));
      assertNull(records.find(before, 2));
      assertEquals(List.of(1L), ids(records, before, Direction.FORWARD, 0));
      assertEquals(1, records.count(before));
      assertEquals(LENGTH, records.dataSizeBytes(before));
      assertEquals(1, records.maxRecordId(before));
      assertArrayEquals(bytes("1"), table.find(before, bytes("a")));
      assertEquals(List.of("a"), keys(table, before, KeyRange.ALL, Direction.REVERSE));
      assertEquals(1, table.count(before, KeyRange.ALL, 10));
    }
    assertEquals(List.of(1L, 2L), read(now -> ids(records, now, Direction.FORWARD, 0)));
    assertEquals(document(9), read(now -> records.find(now, 1)));
  }

  @Test
  void aSnapshotBeginsWhenItIsOpenedAndNotWhenItIsFirstRead() {
    RecordStore records = createRecords("records");
    try (Snapshot unread = storage().openSnapshot()) {
      write(transaction -> records.insert(transaction, 1, document(1)));
      assertNull(records.find(unread, 1));
      assertEquals(0, records.count(unread));
    }
  }

  @Test
  void nobodySeesATransactionBeforeItsCommit() {
    RecordStore records = createRecords("records");
    WriteTransaction transaction = storage().begin(Durability.BUFFERED);
    records.insert(transaction, 1, document(1));
    assertNull(read(snapshot -> records.find(snapshot, 1)));
    assertEquals(0L, read(records::count));
    transaction.commit();
    assertEquals(document(1), read(snapshot -> records.find(snapshot, 1)));
  }

  @Test
  void aTransactionSeesItsOwnChanges() {
    RecordStore records = createRecords("records");
    SortedTable table = createSorted("sorted", TableKind.INDEX);
    write(
        transaction -> {
          records.insert(transaction, 1, document(1));
          records.insert(transaction, 2, document(2));
          table.put(transaction, bytes("a"), bytes("1"));
        });
    write(
        transaction -> {
          records.delete(transaction, 1, LENGTH);
          records.insert(transaction, 3, document(3));
          table.put(transaction, bytes("b"), bytes("2"));
          assertNull(records.find(transaction, 1));
          assertEquals(List.of(2L, 3L), ids(records, transaction, Direction.FORWARD, 0));
          assertEquals(
              List.of(3L, 2L), ids(records, transaction, Direction.REVERSE, Long.MAX_VALUE));
          assertEquals(2, records.count(transaction));
          assertEquals(3, records.maxRecordId(transaction));
          assertEquals(
              List.of("a", "b"), keys(table, transaction, KeyRange.ALL, Direction.FORWARD));
          assertEquals(2, table.count(transaction, KeyRange.ALL, 10));
        });
  }

  @Test
  void aCursorOfATransactionGoesOnAfterItsLastKeyWhenTheTableChanges() {
    RecordStore records = createRecords("records");
    SortedTable table = createSorted("sorted", TableKind.INDEX);
    write(
        transaction -> {
          for (int id = 1; id <= 1000; id++) {
            records.insert(transaction, id, document(id));
            table.put(transaction, bytes("k%04d".formatted(id)), bytes("v"));
          }
        });
    write(
        transaction -> {
          try (RecordCursor cursor = records.open(transaction, Direction.FORWARD, 0);
              SortedCursor keys = table.open(transaction, KeyRange.ALL, Direction.REVERSE)) {
            for (int id = 1; id <= 1000; id++) {
              assertTrue(cursor.advance());
              assertEquals(id, cursor.recordId());
              records.delete(transaction, id, LENGTH);
              assertTrue(keys.advance());
              String key = "k%04d".formatted(1001 - id);
              assertEquals(key, text(keys.key()).substring(0, keys.keyLength()));
              assertTrue(table.delete(transaction, bytes(key)));
            }
            assertFalse(cursor.advance());
            assertFalse(keys.advance());
          }
          assertEquals(0, records.count(transaction));
        });
    assertSound();
  }

  @Test
  void rollbackUndoesEverythingInAllTables() {
    RecordStore records = createRecords("records");
    SortedTable table = createSorted("sorted", TableKind.INDEX);
    write(
        transaction -> {
          records.insert(transaction, 1, document(1));
          table.put(transaction, bytes("a"), bytes("1"));
        });
    WriteTransaction transaction = storage().begin(Durability.BUFFERED);
    records.update(transaction, 1, LENGTH, document(1, 500));
    records.insert(transaction, 2, document(2));
    table.delete(transaction, bytes("a"));
    table.put(transaction, bytes("b"), bytes("2"));
    transaction.createTable("new", TableKind.RECORDS, "test");
    storage().recordStore("new").insert(transaction, 1, document(1));
    transaction.dropTable("sorted");
    transaction.rollback();
    transaction.rollback();

    try (Snapshot snapshot = storage().openSnapshot()) {
      assertEquals(Set.of("records", "sorted"), Set.copyOf(snapshot.idents()));
      assertEquals(document(1), records.find(snapshot, 1));
      assertEquals(1, records.count(snapshot));
      assertEquals(LENGTH, records.dataSizeBytes(snapshot));
      assertEquals(List.of("a"), keys(table, snapshot, KeyRange.ALL, Direction.FORWARD));
    }
    write(next -> records.insert(next, 2, document(2)));
    assertEquals(2L, read(records::count));
    assertSound();
  }

  @Test
  void tablesAreCreatedAndDroppedWithTheirTransaction() {
    try (Snapshot before = storage().openSnapshot()) {
      RecordStore records = createRecords("records");
      assertEquals(List.of(), before.idents());
      assertThrows(IllegalStateException.class, () -> records.find(before, 1));
      write(transaction -> records.insert(transaction, 1, document(1)));
      try (Snapshot whileThere = storage().openSnapshot()) {
        write(
            transaction -> {
              transaction.dropTable("records");
              assertEquals(List.of(), transaction.idents());
              assertThrows(IllegalStateException.class, () -> records.find(transaction, 1));
            });
        assertEquals(List.of("records"), whileThere.idents());
        assertEquals(document(1), records.find(whileThere, 1));
      }
      try (Snapshot after = storage().openSnapshot()) {
        assertEquals(List.of(), after.idents());
        assertThrows(IllegalStateException.class, () -> records.count(after));
      }
    }
  }

  @Test
  void anIdentThatExistsIsRefused() {
    createRecords("records");
    try (WriteTransactionScope scope = new WriteTransactionScope(storage())) {
      WriteTransaction transaction = scope.transaction();
      assertThrows(
          IllegalStateException.class,
          () -> transaction.createTable("records", TableKind.INDEX, "test"));
    }
    try (WriteTransactionScope scope = new WriteTransactionScope(storage())) {
      WriteTransaction transaction = scope.transaction();
      transaction.createTable("twice", TableKind.RECORDS, "test");
      assertThrows(
          IllegalStateException.class,
          () -> transaction.createTable("twice", TableKind.RECORDS, "test"));
    }
    try (WriteTransactionScope scope = new WriteTransactionScope(storage())) {
      WriteTransaction transaction = scope.transaction();
      assertThrows(IllegalStateException.class, () -> transaction.dropTable("none"));
    }
  }

  /** Rolls its transaction back at the end. */
  private record WriteTransactionScope(WriteTransaction transaction) implements AutoCloseable {
    WriteTransactionScope(dev.meerkat.spi.storage.Storage storage) {
      this(storage.begin(Durability.BUFFERED));
    }

    @Override
    public void close() {
      transaction.rollback();
    }
  }

  @Test
  void aTableCreatedAgainLaterIsEmpty() {
    RecordStore records = createRecords("again");
    write(transaction -> records.insert(transaction, 1, document(1)));
    write(transaction -> transaction.dropTable("again"));
    write(transaction -> transaction.createTable("again", TableKind.RECORDS, "test"));
    assertEquals(0L, read(records::count));
    assertNull(read(snapshot -> records.find(snapshot, 1)));
    assertEquals(List.of(), read(snapshot -> ids(records, snapshot, Direction.FORWARD, 0)));
    assertSound();
  }

  @Test
  void changesAreCounted() {
    write(
        transaction -> {
          assertEquals(0, transaction.changeCount());
          transaction.createTable("records", TableKind.RECORDS, "test");
          transaction.createTable("sorted", TableKind.INDEX, "test");
          assertEquals(2, transaction.changeCount());
          RecordStore records = storage().recordStore("records");
          records.insert(transaction, 1, document(1));
          records.update(transaction, 1, LENGTH, document(2));
          records.delete(transaction, 1, LENGTH);
          assertEquals(5, transaction.changeCount());
          SortedTable sorted = storage().sortedTable("sorted");
          sorted.put(transaction, bytes("a"), bytes(""));
          sorted.delete(transaction, bytes("a"));
          sorted.find(transaction, bytes("a"));
          assertEquals(7, transaction.changeCount());
          transaction.dropTable("sorted");
          assertEquals(8, transaction.changeCount());
        });
  }

  @Test
  void oneWriterAtATime() {
    WriteTransaction transaction = storage().begin(Durability.BUFFERED);
    assertThrows(IllegalStateException.class, () -> storage().begin(Durability.BUFFERED));
    transaction.commit();
    storage().begin(Durability.BUFFERED).rollback();
  }

  @Test
  void anEndedTransactionRefusesEverythingButRollback() {
    RecordStore records = createRecords("records");
    WriteTransaction committed = storage().begin(Durability.BUFFERED);
    records.insert(committed, 1, document(1));
    committed.commit();
    committed.rollback();
    assertThrows(IllegalStateException.class, () -> records.insert(committed, 2, document(2)));
    assertThrows(IllegalStateException.class, () -> records.find(committed, 1));
    assertThrows(IllegalStateException.class, committed::commit);
    assertEquals(1L, read(records::count));
  }

  @Test
  void closingOneSnapshotLeavesItsNeighbourOpen() {
    RecordStore records = createRecords("records");
    write(
        transaction -> {
          records.insert(transaction, 1, document(1));
          records.insert(transaction, 2, document(2));
        });
    Snapshot first = storage().openSnapshot();
    try (Snapshot second = storage().openSnapshot()) {
      RecordCursor ofFirst = records.open(first, Direction.FORWARD, 0);
      RecordCursor closed = records.open(second, Direction.FORWARD, 0);
      RecordCursor ofSecond = records.open(second, Direction.FORWARD, 0);
      assertTrue(ofFirst.advance());
      assertTrue(ofSecond.advance());
      closed.close();
      closed.close();
      first.close();
      first.close();
      assertThrows(IllegalStateException.class, () -> records.find(first, 1));
      assertThrows(IllegalStateException.class, ofFirst::advance);
      ofFirst.close();
      assertTrue(ofSecond.advance());
      assertEquals(document(2), ofSecond.current());
      assertFalse(ofSecond.advance());
      assertEquals(document(1), records.find(second, 1));
      ofSecond.close();
    }
  }

  @Test
  void manyCursorsOfOneSnapshotWalkIndependently() {
    SortedTable table = createSorted("sorted", TableKind.INDEX);
    write(
        transaction -> {
          for (int i = 100; i < 200; i++) {
            table.put(transaction, bytes("k" + i), bytes("v" + i));
          }
        });
    try (Snapshot snapshot = storage().openSnapshot()) {
      List<SortedCursor> cursors = new java.util.ArrayList<>();
      for (int i = 0; i < 50; i++) {
        SortedCursor cursor = table.open(snapshot, KeyRange.ALL, Direction.FORWARD);
        cursor.seek(bytes("k" + (100 + i)), true);
        cursors.add(cursor);
      }
      for (int i = 0; i < 50; i++) {
        assertTrue(cursors.get(i).advance());
        assertEquals("v" + (100 + i), text(cursors.get(i).value()));
      }
      cursors.forEach(SortedCursor::close);
    }
  }

  @Test
  void readersBesideTheWriterSeeWholeTransactionsOnly() throws Exception {
    RecordStore records = createRecords("records");
    SortedTable table = createSorted("sorted", TableKind.INDEX);
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Callable<Long> reader = () -> readUntil(over, records, table);
      List<Future<Long>> readers =
          List.of(threads.submit(reader), threads.submit(reader), threads.submit(reader));
      try {
        for (int id = 1; id <= 1500; id++) {
          int number = id;
          write(
              transaction -> {
                records.insert(transaction, number, document(number));
                table.put(transaction, bytes("k%05d".formatted(number)), bytes("v"));
                if (number % 3 == 0) {
                  records.delete(transaction, number - 1, document(number - 1).length());
                  table.delete(transaction, bytes("k%05d".formatted(number - 1)));
                }
              });
        }
      } finally {
        over.set(true);
      }
      for (Future<Long> result : readers) {
        assertTrue(result.get() > 0);
      }
    }
    assertEquals(1000L, read(records::count));
    assertSound();
  }

  private long readUntil(AtomicBoolean over, RecordStore records, SortedTable table) {
    long snapshots = 0;
    while (!over.get() || snapshots == 0) {
      try (Snapshot snapshot = storage().openSnapshot()) {
        long count = records.count(snapshot);
        assertEquals(count, table.count(snapshot, KeyRange.ALL, Long.MAX_VALUE));
        List<Long> ids = ids(records, snapshot, Direction.FORWARD, 0);
        assertEquals(count, ids.size());
        if (!ids.isEmpty()) {
          assertEquals(ids.getLast(), records.maxRecordId(snapshot));
        }
        snapshots++;
      }
    }
    return snapshots;
  }
}

package dev.meerkat.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.TableKind;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What finders of many records promise. Threads: one test at a time. */
public abstract class FinderContract extends StorageFixture {
  private RecordStore filled(long first, int count) {
    RecordStore records = createRecords("records");
    write(
        transaction -> {
          for (int i = 0; i < count; i++) {
            records.insert(transaction, first + i, document(i));
          }
        });
    return records;
  }

  private static void assertFinds(
      RecordFinder finder, RecordStore records, StorageReader reader, long... ids) {
    finder.ask(ids, ids.length);
    for (long id : ids) {
      assertEquals(records.find(reader, id), finder.next(), () -> "record " + id);
    }
  }

  @Test
  void manyRecordsComeInTheOrderAsked() {
    RecordStore records = filled(1, 100);
    try (Snapshot snapshot = storage().openSnapshot();
        RecordFinder finder = records.finder(snapshot)) {
      assertFinds(finder, records, snapshot, 3, 1, 2, 100, 99, 3, 3, 50);
      assertFinds(finder, records, snapshot, 7);
      long[] shuffled = new Random(5).longs(1000, 1, 101).toArray();
      assertFinds(finder, records, snapshot, shuffled);
    }
  }

  @Test
  void missingRecordsAreToldInTheirPlace() {
    RecordStore records = filled(5, 3);
    RecordStore after = createRecords("after");
    write(transaction -> after.insert(transaction, 1, document(9)));
    try (Snapshot snapshot = storage().openSnapshot();
        RecordFinder finder = records.finder(snapshot)) {
      assertFinds(
          finder, records, snapshot, 4, 5, 0, -1, Long.MIN_VALUE, 6, RecordStore.MAX_RECORD_ID, 7);
      assertFinds(finder, records, snapshot, (1L << 40) + 1, Long.MAX_VALUE, (1L << 40) | 5, 6);
      finder.ask(new long[] {8, 7}, 1);
      assertNull(finder.next());
    }
  }

  @Test
  void idsAndDocumentsMayBeLarge() {
    long first = RecordStore.MAX_RECORD_ID - 3;
    RecordStore records = filled(first, 3);
    DocumentView large = document(1, 3 << 20);
    write(transaction -> records.insert(transaction, 10, large));
    try (Snapshot snapshot = storage().openSnapshot();
        RecordFinder finder = records.finder(snapshot)) {
      assertFinds(finder, records, snapshot, first, 10, first + 2, 10, first + 1);
    }
  }

  @Test
  void whatWasAskedForIsForgottenByTheNextQuestion() {
    RecordStore records = filled(1, 10);
    try (Snapshot snapshot = storage().openSnapshot();
        RecordFinder finder = records.finder(snapshot)) {
      long[] ids = {1, 2, 3};
      finder.ask(ids, 3);
      assertEquals(document(0), finder.next());
      finder.ask(ids, 0);
      ids[0] = 9;
      finder.ask(ids, 2);
      assertEquals(document(8), finder.next());
      assertEquals(document(1), finder.next());
    }
  }

  @Test
  void documentsFoundStayValid() {
    RecordStore records = filled(1, 2);
    DocumentView found;
    try (Snapshot snapshot = storage().openSnapshot();
        RecordFinder finder = records.finder(snapshot)) {
      finder.ask(new long[] {1, 2}, 2);
      found = finder.next();
      assertEquals(document(1), finder.next());
    }
    assertEquals(document(0), found);
  }

  @Test
  void aFinderSeesWhatItsReaderSees() {
    RecordStore records = filled(1, 3);
    int length = document(1).length();
    try (Snapshot before = storage().openSnapshot();
        RecordFinder finder = records.finder(before)) {
      write(
          transaction -> {
            records.update(transaction, 1, length, document(77));
            records.delete(transaction, 2, length);
            records.insert(transaction, 4, document(78));
            try (RecordFinder own = records.finder(transaction)) {
              assertFinds(own, records, transaction, 4, 3, 2, 1);
              own.ask(new long[] {1, 2}, 2);
              assertEquals(document(77), own.next());
            }
          });
      finder.ask(new long[] {1, 2, 4}, 3);
      assertEquals(document(0), finder.next());
      assertEquals(document(1), finder.next());
      assertNull(finder.next());
    }
  }

  @Test
  void logsHaveFindersToo() {
    write(transaction -> transaction.createTable("log", TableKind.LOG, "test"));
    RecordStore log = storage().recordStore("log");
    long[] ids = {1, 7L << 56, Long.MAX_VALUE - 1};
    write(
        transaction -> {
          for (long id : ids) {
            log.insert(transaction, id, document((int) id));
          }
        });
    try (Snapshot snapshot = storage().openSnapshot();
        RecordFinder finder = log.finder(snapshot)) {
      assertFinds(finder, log, snapshot, 7L << 56, Long.MAX_VALUE, -5, Long.MAX_VALUE - 1, 1, 2);
    }
  }

  @Test
  protected void aFinderEndsWithItsReader() {
    RecordStore records = filled(1, 3);
    Snapshot snapshot = storage().openSnapshot();
    RecordFinder finder = records.finder(snapshot);
    finder.ask(new long[] {1, 2}, 2);
    assertEquals(document(0), finder.next());
    snapshot.close();
    assertThrows(IllegalStateException.class, () -> finder.next());
    finder.close();
    finder.close();
    assertThrows(IllegalStateException.class, () -> finder.ask(new long[] {1}, 1));
  }

  @Test
  protected void moreThanWasAskedForIsAMistake() {
    RecordStore records = filled(1, 3);
    try (Snapshot snapshot = storage().openSnapshot();
        RecordFinder finder = records.finder(snapshot)) {
      finder.ask(new long[] {1}, 1);
      assertEquals(document(0), finder.next());
      assertThrows(IllegalStateException.class, () -> finder.next());
    }
  }
}

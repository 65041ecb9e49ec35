package dev.meerkat.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordLengths;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.TableKind;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What record stores promise. Threads: one test at a time. */
public abstract class RecordContract extends LogContract {
  private static final List<Long> IDS =
      List.of(1L, 2L, 5L, 127L, 128L, 65536L, (1L << 32) - 1, 1L << 32, (1L << 40) - 2);

  private RecordStore filled() {
    RecordStore records = createRecords("records");
    write(
        transaction -> {
          for (long id : IDS.reversed()) {
            records.insert(transaction, id, document((int) id));
          }
        });
    return records;
  }

  @Test
  void recordsAreFoundByTheirIds() {
    RecordStore records = filled();
    try (Snapshot snapshot = storage().openSnapshot()) {
      for (long id : IDS) {
        assertEquals(document((int) id), records.find(snapshot, id));
      }
      for (long id : List.of(0L, 3L, (1L << 40) - 3, RecordStore.MAX_RECORD_ID, -1L)) {
        assertNull(records.find(snapshot, id));
      }
      assertEquals((1L << 40) - 2, records.maxRecordId(snapshot));
    }
  }

  /** Numbers go wrong where a caller says a wrong length; then they are taken anew. */
  @Test
  protected void countsAreTakenAnewFromWhatThereIs() {
    RecordStore records = filled();
    long bytes = read(records::dataSizeBytes);
    write(transaction -> records.update(transaction, 5, document(5).length() + 1_000, document(5)));
    write(records::recount);
    assertEquals(bytes, read(records::dataSizeBytes));
    assertEquals((long) IDS.size(), read(records::count));
  }

  @Test
  void cursorsWalkInTheOrderOfIdsAndInReverse() {
    RecordStore records = filled();
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertEquals(IDS, ids(records, snapshot, Direction.FORWARD, 0));
      assertEquals(
          IDS.reversed(), ids(records, snapshot, Direction.REVERSE, RecordStore.MAX_RECORD_ID));
      assertEquals(IDS, ids(records, snapshot, Direction.FORWARD, Long.MIN_VALUE));
      assertEquals(IDS.reversed(), ids(records, snapshot, Direction.REVERSE, Long.MAX_VALUE));
    }
  }

  @Test
  void cursorsBeginAtTheFirstIdAsked() {
    RecordStore records = filled();
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertEquals(IDS.subList(2, IDS.size()), ids(records, snapshot, Direction.FORWARD, 5));
      assertEquals(IDS.subList(2, IDS.size()), ids(records, snapshot, Direction.FORWARD, 3));
      assertEquals(List.of(5L, 2L, 1L), ids(records, snapshot, Direction.REVERSE, 5));
      assertEquals(List.of(5L, 2L, 1L), ids(records, snapshot, Direction.REVERSE, 126));
      assertEquals(List.of(), ids(records, snapshot, Direction.FORWARD, RecordStore.MAX_RECORD_ID));
      assertEquals(List.of(), ids(records, snapshot, Direction.REVERSE, 0));
    }
  }

  @Test
  void lengthsAreToldInTheOrderOfIds() {
    RecordStore records = filled();
    RecordStore behind = createRecords("behind");
    write(transaction -> behind.insert(transaction, 1, document(1, 300)));
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertLengths(IDS, records.lengths(snapshot, Long.MIN_VALUE, 100));
      assertLengths(IDS.subList(2, 5), records.lengths(snapshot, 3, 3));
      assertLengths(List.of(), records.lengths(snapshot, RecordStore.MAX_RECORD_ID, 100));
      assertLengths(List.of(), records.lengths(snapshot, Long.MAX_VALUE, 100));
    }
    write(
        transaction -> {
          records.delete(transaction, 2, document(2).length());
          records.update(transaction, 1, document(1).length(), document(1, 300));
          RecordLengths changed = records.lengths(transaction, 1, 2);
          assertEquals(2, changed.count());
          assertEquals(document(1, 300).length(), changed.length(0));
          assertEquals(5, changed.recordId(1));
        });
  }

  private static void assertLengths(List<Long> ids, RecordLengths lengths) {
    assertEquals(ids.size(), lengths.count());
    long bytes = 0;
    for (int i = 0; i < ids.size(); i++) {
      int length = document((int) (long) ids.get(i)).length();
      assertEquals(ids.get(i), lengths.recordId(i));
      assertEquals(length, lengths.length(i));
      bytes += length;
    }
    assertEquals(bytes, lengths.bytes());
  }

  @Test
  void cursorsSeekForthAndBack() {
    RecordStore records = filled();
    try (Snapshot snapshot = storage().openSnapshot();
        RecordCursor forward = records.open(snapshot, Direction.FORWARD, 0);
        RecordCursor reverse = records.open(snapshot, Direction.REVERSE, Long.MAX_VALUE)) {
      forward.seek(128);
      assertNext(128, forward);
      forward.seek(2);
      assertNext(2, forward);
      assertNext(5, forward);
      forward.seek(RecordStore.MAX_RECORD_ID);
      assertFalse(forward.advance());
      assertFalse(forward.advance());
      forward.seek(6);
      assertNext(127, forward);

      reverse.seek(4);
      assertNext(2, reverse);
      reverse.seek(128);
      assertNext(128, reverse);
      reverse.seek(0);
      assertFalse(reverse.advance());
      reverse.seek(1);
      assertNext(1, reverse);
    }
  }

  private static void assertNext(long id, RecordCursor cursor) {
    assertTrue(cursor.advance());
    assertEquals(id, cursor.recordId());
    assertEquals(document((int) id), cursor.current());
  }

  @Test
  void anEmptyStoreHasNothing() {
    RecordStore records = createRecords("records");
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertEquals(List.of(), ids(records, snapshot, Direction.FORWARD, 0));
      assertEquals(List.of(), ids(records, snapshot, Direction.REVERSE, Long.MAX_VALUE));
      assertEquals(0, records.count(snapshot));
      assertEquals(0, records.dataSizeBytes(snapshot));
      assertEquals(0, records.maxRecordId(snapshot));
    }
  }

  @Test
  void countsAndSizesFollowEveryChange() {
    RecordStore records = createRecords("records");
    write(
        transaction -> {
          for (int id = 1; id <= 10; id++) {
            records.insert(transaction, id, document(id));
          }
          assertEquals(10, records.count(transaction));
        });
    int length = document(1).length();
    assertCounts(records, 10, 10L * length, 10);

    DocumentView longer = document(3, 5000);
    write(transaction -> records.update(transaction, 3, length, longer));
    assertCounts(records, 10, 9L * length + longer.length(), 10);

    write(
        transaction -> {
          records.delete(transaction, 3, longer.length());
          records.delete(transaction, 10, length);
        });
    assertCounts(records, 8, 8L * length, 9);

    write(
        transaction -> {
          records.insert(transaction, 11, document(11));
          records.update(transaction, 11, length, longer);
          records.delete(transaction, 11, longer.length());
          assertEquals(8, records.count(transaction));
          assertEquals(8L * length, records.dataSizeBytes(transaction));
        });
    assertCounts(records, 8, 8L * length, 9);
    assertSound();
  }

  private void assertCounts(RecordStore records, long count, long sizeBytes, long maxId) {
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertEquals(count, records.count(snapshot));
      assertEquals(sizeBytes, records.dataSizeBytes(snapshot));
      assertEquals(maxId, records.maxRecordId(snapshot));
    }
  }

  @Test
  void documentsFoundStayValidAfterTheSnapshot() {
    RecordStore records = filled();
    DocumentView found = read(snapshot -> records.find(snapshot, 5));
    write(transaction -> records.update(transaction, 5, document(5).length(), document(6)));
    assertEquals(document(5), found);
  }

  @Test
  void insertAndUpdateTakeTheirBytesAndLeaveTheCallersArrayAlone() {
    RecordStore records = createRecords("records");
    byte[] buffer = new byte[100];
    byte[] source = document(7).toBytes();
    System.arraycopy(source, 0, buffer, 10, source.length);
    write(
        transaction -> {
          records.insert(transaction, 1, DocumentView.borrowed(buffer, 10));
          records.insert(transaction, 2, document(6));
          records.insert(transaction, 3, document(5));
          int length = document(6).length();
          records.update(transaction, 2, length, DocumentView.borrowed(buffer, 10));
          java.util.Arrays.fill(buffer, (byte) 0);
          assertEquals(document(7), records.find(transaction, 2));
        });
    assertEquals(document(7), read(snapshot -> records.find(snapshot, 1)));
    assertEquals(document(7), read(snapshot -> records.find(snapshot, 2)));
    assertEquals(document(5), read(snapshot -> records.find(snapshot, 3)));
  }

  @Test
  void recordsOfSixteenMebibytesAreKept() {
    RecordStore records = createRecords("records");
    DocumentView large = document(1, (16 << 20) - 100);
    DocumentView other = document(2, 16 << 20);
    write(
        transaction -> {
          records.insert(transaction, 1, large);
          records.insert(transaction, 2, document(2));
        });
    assertEquals(large, read(snapshot -> records.find(snapshot, 1)));
    write(transaction -> records.update(transaction, 1, large.length(), other));
    assertEquals(other, read(snapshot -> records.find(snapshot, 1)));
    assertEquals(document(2), read(snapshot -> records.find(snapshot, 2)));
    try (Snapshot snapshot = storage().openSnapshot();
        RecordCursor cursor = records.open(snapshot, Direction.FORWARD, 0)) {
      assertTrue(cursor.advance());
      assertEquals(other, cursor.current());
    }
  }

  @Test
  void storesDoNotSeeEachOther() {
    RecordStore first = createRecords("first");
    RecordStore second = createRecords("second");
    RecordStore third = createRecords("third");
    write(
        transaction -> {
          first.insert(transaction, (1L << 40) - 2, document(1));
          third.insert(transaction, 1, document(3));
        });
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertEquals(List.of(), ids(second, snapshot, Direction.FORWARD, 0));
      assertEquals(List.of(), ids(second, snapshot, Direction.REVERSE, Long.MAX_VALUE));
      assertEquals(0, second.count(snapshot));
      assertEquals(0, second.maxRecordId(snapshot));
      assertNull(second.find(snapshot, 1));
      assertEquals(1, third.maxRecordId(snapshot));
    }
  }

  @Test
  void manyRecordsKeepTheirOrderWhenInsertedFromBothEnds() {
    RecordStore records = createRecords("records");
    List<Long> expected = LongStream.rangeClosed(1, 3000).boxed().toList();
    write(
        transaction -> {
          for (int i = 0; i < 1500; i++) {
            records.insert(transaction, 3000 - i, document(3000 - i));
            records.insert(transaction, 1 + i, document(1 + i));
          }
        });
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertEquals(expected, ids(records, snapshot, Direction.FORWARD, 1));
      assertEquals(expected.reversed(), ids(records, snapshot, Direction.REVERSE, 3000));
    }
    write(
        transaction -> {
          for (long id = 2; id < 3000; id++) {
            records.delete(transaction, id, document((int) id).length());
          }
        });
    assertEquals(
        List.of(1L, 3000L), read(snapshot -> ids(records, snapshot, Direction.FORWARD, 1)));
    assertEquals(
        Collections.emptyList(), read(snapshot -> ids(records, snapshot, Direction.REVERSE, 0)));
  }

  @Test
  void aTableOfTheOtherKindIsRefused() {
    createRecords("records");
    createSorted("sorted", TableKind.INDEX);
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertThrows(
          IllegalStateException.class, () -> storage().recordStore("sorted").find(snapshot, 1));
      assertThrows(
          IllegalStateException.class,
          () -> storage().sortedTable("records").find(snapshot, bytes("a")));
      assertThrows(
          IllegalStateException.class, () -> storage().recordStore("none").find(snapshot, 1));
      assertThrows(
          IllegalStateException.class,
          () -> storage().sortedTable("none").find(snapshot, bytes("a")));
    }
  }

  @Test
  void logsTakeAllIdsAndAreReadInTheirOrder() {
    RecordStore other = createRecords("other");
    write(transaction -> transaction.createTable("log", TableKind.LOG, "test"));
    RecordStore log = storage().recordStore("log");
    List<Long> ids = List.of(1L, (1L << 40) + 7, 7L << 56, Long.MAX_VALUE - 1);
    write(
        transaction -> {
          other.insert(transaction, 1, document(-1));
          for (long id : ids) {
            log.insert(transaction, id, document((int) id));
          }
        });
    try (Snapshot snapshot = storage().openSnapshot();
        RecordCursor cursor = log.open(snapshot, Direction.FORWARD, (1L << 40) + 7)) {
      assertEquals(ids, ids(log, snapshot, Direction.FORWARD, 0));
      assertEquals(ids.reversed(), ids(log, snapshot, Direction.REVERSE, Long.MAX_VALUE));
      assertEquals(ids.subList(2, 4), ids(log, snapshot, Direction.FORWARD, (1L << 40) + 8));
      assertEquals(List.of(1L), ids(log, snapshot, Direction.REVERSE, (1L << 40) + 6));
      assertNext((1L << 40) + 7, cursor);
      cursor.seek(Long.MAX_VALUE - 1);
      assertNext(Long.MAX_VALUE - 1, cursor);
      assertFalse(cursor.advance());
      assertEquals(document(0), log.find(snapshot, 7L << 56));
      assertNull(log.find(snapshot, 2));
    }
    assertCounts(log, 4, 4L * document(1).length(), Long.MAX_VALUE - 1);
    assertCounts(other, 1, document(-1).length(), 1);
    assertSound();
  }

  @Test
  void logsLoseTheirOldestRecordsAndMayBeDroppedAndMadeAgain() {
    write(transaction -> transaction.createTable("log", TableKind.LOG, "test"));
    RecordStore log = storage().recordStore("log");
    int length = document(1).length();
    write(
        transaction -> {
          for (int id = 1; id <= 2000; id++) {
            log.insert(transaction, (1L << 50) + id, document(id));
          }
        });
    write(
        transaction -> {
          for (int id = 1; id <= 1500; id++) {
            log.delete(transaction, (1L << 50) + id, length);
          }
        });
    assertCounts(log, 500, 500L * length, (1L << 50) + 2000);
    List<Long> left = read(snapshot -> ids(log, snapshot, Direction.FORWARD, 1));
    assertEquals((1L << 50) + 1501, left.getFirst());
    assertSound();
    write(transaction -> transaction.dropTable("log"));
    write(transaction -> transaction.createTable("log", TableKind.LOG, "test"));
    assertCounts(log, 0, 0, 0);
    write(transaction -> log.insert(transaction, 1L << 50, document(1)));
    for (int i = 0; i < 10; i++) {
      storage().checkpoint();
    }
    assertCounts(log, 1, length, 1L << 50);
    assertSound();
  }
}

package dev.meerkat.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * How new a snapshot is: it sees every commit that had returned when it was opened, however the
 * snapshots before it were used. Threads: some tests read on many threads beside the writer.
 */
public abstract class FreshnessContract extends EnvironmentContract {
  private static final int COMMITS = 400;
  private static final int READERS = 6;

  @Test
  void aSnapshotSeesTheCommitBeforeItAfterManyThatSawNothing() {
    RecordStore records = createRecords("records");
    for (int id = 1; id <= 50; id++) {
      int number = id;
      assertNull(read(snapshot -> records.find(snapshot, number)));
      assertNull(read(snapshot -> records.find(snapshot, number)));
      write(transaction -> records.insert(transaction, number, document(number)));
      assertEquals(document(number), read(snapshot -> records.find(snapshot, number)));
      assertEquals((long) number, read(records::count));
    }
  }

  @Test
  void whatIsRolledBackIsNeverSeen() {
    RecordStore records = createRecords("records");
    for (int id = 1; id <= 20; id++) {
      int number = id;
      WriteTransaction transaction = storage().begin(Durability.BUFFERED);
      records.insert(transaction, number, document(number));
      assertNull(read(snapshot -> records.find(snapshot, number)));
      transaction.rollback();
      assertNull(read(snapshot -> records.find(snapshot, number)));
    }
    assertEquals(0L, read(records::count));
  }

  @Test
  void aSnapshotSeesTablesThatWereMadeAndDroppedBeforeIt() {
    RecordStore kept = createRecords("kept");
    for (int round = 1; round <= 20; round++) {
      assertEquals(List.of("kept"), read(Snapshot::idents));
      RecordStore records = createRecords("records");
      assertEquals(2, read(Snapshot::idents).size());
      assertEquals(0L, read(records::count));
      write(transaction -> transaction.dropTable("records"));
      assertThrows(IllegalStateException.class, () -> read(records::count));
      assertEquals(0L, read(kept::count));
    }
  }

  @Test
  void snapshotsThatAreOpenTogetherKeepApart() {
    RecordStore records = createRecords("records");
    List<Snapshot> open = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      open.add(storage().openSnapshot());
      open.add(storage().openSnapshot());
      int number = round + 1;
      write(transaction -> records.insert(transaction, number, document(number)));
    }
    // Closed in this order, readers come back to whoever pools them with snapshots of all ages.
    for (int i = 0; i < open.size(); i++) {
      assertEquals(i / 2, records.count(open.get(i)));
      open.get(i).close();
      assertEquals(20L, read(records::count));
    }
  }

  @Test
  void manyReadersSeeEveryAcknowledgedCommit() throws Exception {
    RecordStore records = createRecords("records");
    SortedTable table = createSorted("sorted", TableKind.INDEX);
    int length = document(0).length();
    write(transaction -> put(transaction, records, table, 0, -1));
    AtomicInteger acknowledged = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(() -> readNewest(over, acknowledged, records, table)));
      }
      try {
        for (int i = 1; i <= COMMITS; i++) {
          int number = i;
          write(transaction -> put(transaction, records, table, number, length));
          acknowledged.set(number);
          if (i % 100 == 0) {
            storage().checkpoint();
          } else if (i % 8 == 0) {
            // A pause, in which readers come and go without a commit.
            Thread.sleep(1);
          }
        }
      } finally {
        over.set(true);
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
    assertSound();
  }

  private static void put(
      WriteTransaction transaction,
      RecordStore records,
      SortedTable table,
      int number,
      int oldLength) {
    if (oldLength < 0) {
      records.insert(transaction, 1, document(number));
    } else {
      records.update(transaction, 1, oldLength, document(number));
    }
    table.put(transaction, bytes("newest"), ByteBuffer.allocate(4).putInt(number).array());
  }

  private void readNewest(
      AtomicBoolean over, AtomicInteger acknowledged, RecordStore records, SortedTable table) {
    int last = 0;
    while (!over.get()) {
      int least = Math.max(last, acknowledged.get());
      try (Snapshot snapshot = storage().openSnapshot()) {
        byte[] value = table.find(snapshot, bytes("newest"));
        assertNotNull(value);
        int seen = ByteBuffer.wrap(value).getInt();
        assertTrue(seen >= least, () -> "seen " + seen + ", acknowledged " + least);
        assertEquals(document(seen), records.find(snapshot, 1));
        try (Snapshot second = storage().openSnapshot()) {
          byte[] newer = table.find(second, bytes("newest"));
          assertNotNull(newer);
          assertTrue(ByteBuffer.wrap(newer).getInt() >= seen);
        }
        assertArrayEquals(value, table.find(snapshot, bytes("newest")));
        last = seen;
      }
    }
  }
}

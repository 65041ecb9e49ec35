package dev.meerkat.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What environments promise. Threads: some tests read beside the writer. */
public abstract class EnvironmentContract extends TransactionContract {
  private static final int MANY_TABLES = 20_000;

  /** Leaves in a closed environment's folder what a newer version would have written. */
  protected abstract void writeNewerFormat(Path folder) throws Exception;

  /**
   * Damages the data of a closed environment; here by overwriting the middle of its largest file.
   */
  protected void damage(Path folder) throws IOException {
    Path file = largestFile(folder);
    long size = Files.size(file);
    byte[] rubbish = new byte[(int) (size / 2)];
    java.util.Arrays.fill(rubbish, (byte) 0xA5);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(rubbish), size / 4);
    }
  }

  protected static Path largestFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  /** What the environment may take on disk after a megabyte was overwritten a hundred times. */
  protected long boundedSizeBytes() {
    return 24L << 20;
  }

  @Test
  void theModuleUnderTestIsNamed() {
    assertTrue(provider().getClass().getModule().isNamed());
    assertTrue(Storage.class.getModule().isNamed());
    assertTrue(getClass().getModule().isNamed());
  }

  @Test
  void theProviderRefusesNamesOfOthers() {
    assertThrows(
        IllegalArgumentException.class,
        () -> provider().open("no such storage", options(folder("other"))));
    assertTrue(provider().names().contains(name()));
  }

  @Test
  void committedDataIsThereAfterReopening() {
    RecordStore before = createRecords("records");
    createSorted("sorted", TableKind.INDEX);
    createRecords("dropped");
    write(
        transaction -> {
          for (int id = 1; id <= 1000; id++) {
            before.insert(transaction, id, document(id));
          }
          before.delete(transaction, 500, document(500).length());
          storage().sortedTable("sorted").put(transaction, bytes("a"), bytes("1"));
          transaction.dropTable("dropped");
        });
    WriteTransaction unfinished = storage().begin(Durability.BUFFERED);
    before.insert(unfinished, 2000, document(2000));
    unfinished.rollback();
    reopen();
    try (Snapshot snapshot = storage().openSnapshot()) {
      if (!has(StorageBehavior.REOPENS)) {
        assertEquals(List.of(), snapshot.idents());
        return;
      }
      RecordStore after = storage().recordStore("records");
      assertEquals(Set.of("records", "sorted"), Set.copyOf(snapshot.idents()));
      assertEquals(999, after.count(snapshot));
      assertEquals(999L * document(1).length(), after.dataSizeBytes(snapshot));
      assertEquals(1000, after.maxRecordId(snapshot));
      assertEquals(document(499), after.find(snapshot, 499));
      assertNotNull(storage().sortedTable("sorted").find(snapshot, bytes("a")));
    }
    assertSound();
  }

  @Test
  void anEnvironmentMayBeReopenedManyTimes() {
    if (!has(StorageBehavior.REOPENS)) {
      return;
    }
    createRecords("records");
    for (int id = 1; id <= 5; id++) {
      int number = id;
      write(
          transaction ->
              storage().recordStore("records").insert(transaction, number, document(number)));
      reopen();
      assertEquals((long) id, read(storage().recordStore("records")::count));
    }
  }

  @Test
  void syncedCommitsAreMadeOrRefused() {
    if (has(StorageBehavior.DURABLE)) {
      RecordStore records = createRecords("records");
      WriteTransaction transaction = storage().begin(Durability.SYNCED);
      records.insert(transaction, 1, document(1));
      transaction.commit();
      storage().sync();
      assertEquals(1L, read(records::count));
    } else {
      assertThrows(StorageException.Unsupported.class, () -> storage().begin(Durability.SYNCED));
      assertThrows(StorageException.Unsupported.class, () -> storage().sync());
      storage().begin(Durability.BUFFERED).rollback();
    }
  }

  @Test
  void syncAndCheckpointRunBesideTheWriter() {
    RecordStore records = createRecords("records");
    WriteTransaction transaction = storage().begin(Durability.BUFFERED);
    records.insert(transaction, 1, document(1));
    storage().checkpoint();
    if (has(StorageBehavior.DURABLE)) {
      storage().sync();
    }
    records.insert(transaction, 2, document(2));
    transaction.commit();
    storage().checkpoint();
    assertEquals(2L, read(records::count));
  }

  @Test
  void aBackupOpensWithEqualContent() throws IOException {
    RecordStore records = createRecords("records");
    createSorted("sorted", TableKind.TABLE);
    write(
        transaction -> {
          for (int id = 1; id <= 500; id++) {
            records.insert(transaction, id, document(id, 300));
          }
          storage().sortedTable("sorted").put(transaction, bytes("a"), bytes("1"));
        });
    Path target = folder("backup");
    if (!has(StorageBehavior.BACKS_UP)) {
      assertThrows(StorageException.Unsupported.class, () -> storage().backup(target));
      return;
    }
    storage().backup(target);
    write(transaction -> records.insert(transaction, 501, document(501)));
    Storage copy = open(target);
    try (Snapshot snapshot = copy.openSnapshot()) {
      RecordStore copied = copy.recordStore("records");
      assertEquals(500, copied.count(snapshot));
      assertEquals(500L * document(1, 300).length(), copied.dataSizeBytes(snapshot));
      assertEquals(document(500, 300), copied.find(snapshot, 500));
      assertNotNull(copy.sortedTable("sorted").find(snapshot, bytes("a")));
    }
    assertEquals(List.of(), copy.verify());
    assertThrows(IllegalArgumentException.class, () -> storage().backup(target));
  }

  @Test
  void anUnknownFormatIsRefused() throws Exception {
    if (!has(StorageBehavior.REOPENS)) {
      return;
    }
    createRecords("records");
    storage().close();
    writeNewerFormat(folder("environment"));
    assertThrows(StorageException.Unsupported.class, () -> open(folder("environment")));
  }

  @Test
  void damagedFilesAreReportedAndNothingIsInvented() throws IOException {
    if (!has(StorageBehavior.REOPENS)) {
      return;
    }
    RecordStore records = createRecords("records");
    write(
        transaction -> {
          for (int id = 1; id <= 3000; id++) {
            records.insert(transaction, id, document(id, 1000));
          }
        });
    storage().close();
    damage(folder("environment"));
    StorageException.Corrupt failure =
        assertThrows(StorageException.Corrupt.class, this::openAndReadAll);
    assertNotNull(failure.getMessage());
    assertFalse(failure.getMessage().isBlank());
  }

  private void openAndReadAll() {
    Storage damaged = open(folder("environment"));
    try (Snapshot snapshot = damaged.openSnapshot();
        RecordCursor cursor = damaged.recordStore("records").open(snapshot, Direction.FORWARD, 0)) {
      for (int id = 1; cursor.advance(); id++) {
        assertEquals(id, cursor.recordId());
        assertEquals(document(id, 1000), cursor.current());
      }
    }
  }

  @Test
  void aClosedEnvironmentRefusesEverything() {
    RecordStore records = createRecords("records");
    write(transaction -> records.insert(transaction, 1, document(1)));
    Snapshot snapshot = storage().openSnapshot();
    RecordCursor cursor = records.open(snapshot, Direction.FORWARD, 0);
    storage().close();
    storage().close();
    assertThrows(StorageException.Closed.class, () -> storage().openSnapshot());
    assertThrows(StorageException.Closed.class, () -> storage().begin(Durability.BUFFERED));
    assertThrows(StorageException.Closed.class, () -> storage().checkpoint());
    assertThrows(StorageException.Closed.class, () -> storage().sync());
    assertThrows(StorageException.Closed.class, () -> storage().verify());
    assertThrows(StorageException.Closed.class, () -> storage().sizeBytes());
    assertThrows(StorageException.Closed.class, () -> storage().recordStore("records"));
    assertThrows(StorageException.Closed.class, () -> records.find(snapshot, 1));
    assertThrows(StorageException.Closed.class, cursor::advance);
    cursor.close();
    snapshot.close();
  }

  @Test
  void closingOneEnvironmentLeavesTheOtherOpen() {
    RecordStore records = createRecords("records");
    Storage other = open(folder("other"));
    write(other, transaction -> transaction.createTable("records", TableKind.RECORDS, "test"));
    write(other, transaction -> other.recordStore("records").insert(transaction, 1, document(1)));
    assertEquals(0L, read(records::count));
    storage().close();
    assertEquals(1L, read(other, other.recordStore("records")::count));
    write(other, transaction -> other.recordStore("records").insert(transaction, 2, document(2)));
    assertEquals(2L, read(other, other.recordStore("records")::count));
  }

  @Test
  void creatingAndDroppingStaysCheapAmongManyTables() {
    write(
        transaction -> {
          for (int i = 0; i < MANY_TABLES; i++) {
            String ident = "table-" + i;
            transaction.createTable(ident, TableKind.RECORDS, "test");
            storage().recordStore(ident).insert(transaction, 1, document(i));
          }
        });
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertEquals(MANY_TABLES, snapshot.idents().size());
      assertEquals(
          document(MANY_TABLES / 2),
          storage().recordStore("table-" + MANY_TABLES / 2).find(snapshot, 1));
    }
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      String ident = "more-" + i;
      write(
          transaction -> {
            transaction.createTable(ident, TableKind.RECORDS, "test");
            storage().recordStore(ident).insert(transaction, 1, document(1));
          });
      write(transaction -> transaction.dropTable(ident));
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis < 100 * 20, () -> "100 tables created and dropped in ms: " + millis);
    write(
        transaction -> {
          for (int i = 0; i < MANY_TABLES; i += 2) {
            transaction.dropTable("table-" + i);
          }
        });
    int left = read(snapshot -> snapshot.idents().size());
    assertEquals(MANY_TABLES / 2, left);
  }

  @Test
  void droppingCostsTheSameForManyRecords() {
    RecordStore records = createRecords("records");
    write(
        transaction -> {
          for (int id = 1; id <= 50_000; id++) {
            records.insert(transaction, id, document(id, 200));
          }
        });
    long start = System.nanoTime();
    write(transaction -> transaction.dropTable("records"));
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis < 200, () -> "50,000 records dropped in ms: " + millis);
    for (int i = 0; i < 20; i++) {
      storage().checkpoint();
      createRecords("next-" + i);
    }
    assertSound();
  }

  @Test
  void theLogStaysBoundedUnderSteadyReaders() throws Exception {
    Storage bounded =
        open(
            new StorageOptions(
                folder("bounded"),
                options(folder("bounded")).ticker(),
                StorageOptions.DEFAULT_CACHE_BYTES,
                8L << 20));
    write(bounded, transaction -> transaction.createTable("records", TableKind.RECORDS, "test"));
    RecordStore records = bounded.recordStore("records");
    write(
        bounded,
        transaction -> {
          for (int id = 1; id <= 100; id++) {
            records.insert(transaction, id, document(id, 10_000));
          }
        });
    int length = document(1, 10_000).length();
    AtomicBoolean over = new AtomicBoolean();
    long largest = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> readers =
          List.of(
              threads.submit(() -> readUntil(over, bounded, records)),
              threads.submit(() -> readUntil(over, bounded, records)));
      try {
        for (int round = 0; round < 100; round++) {
          int number = round;
          write(
              bounded,
              transaction -> {
                for (int id = 1; id <= 100; id++) {
                  records.update(transaction, id, length, document(number, 10_000));
                }
              });
          if (round % 10 == 0) {
            bounded.checkpoint();
          }
          largest = Math.max(largest, bounded.sizeBytes());
        }
      } finally {
        over.set(true);
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
    long most = largest;
    assertTrue(most < boundedSizeBytes(), () -> "bytes: " + most);
    assertEquals(100L, read(bounded, records::count));
  }

  private static void readUntil(AtomicBoolean over, Storage storage, RecordStore records) {
    while (!over.get()) {
      try (Snapshot snapshot = storage.openSnapshot()) {
        assertEquals(100, ids(records, snapshot, Direction.FORWARD, 0).size());
      }
    }
  }

  /** No limit of the log's size helps here: it must start anew by itself. */
  @Test
  void readersThatHaveGoneDoNotMakeTheLogGrow() {
    RecordStore records = createRecords("records");
    int length = document(1, 10_000).length();
    write(
        transaction -> {
          for (int id = 1; id <= 100; id++) {
            records.insert(transaction, id, document(id, 10_000));
          }
        });
    long largest = 0;
    for (int round = 1; round <= 45; round++) {
      int number = round;
      try (Snapshot one = storage().openSnapshot();
          Snapshot another = storage().openSnapshot()) {
        assertEquals(100, ids(records, one, Direction.FORWARD, 0).size());
        assertNotNull(records.find(another, 1));
      }
      storage().checkpoint();
      write(
          transaction -> {
            for (int id = 1; id <= 100; id++) {
              records.update(transaction, id, length, document(number, 10_000));
            }
          });
      assertEquals(document(number, 10_000), read(snapshot -> records.find(snapshot, 100)));
      largest = Math.max(largest, storage().sizeBytes());
    }
    long most = largest;
    assertTrue(most < boundedSizeBytes(), () -> "bytes: " + most);
  }

  @Test
  void sizesGrowWithTheData() {
    RecordStore records = createRecords("records");
    long before = storage().sizeBytes();
    write(transaction -> records.insert(transaction, 1, document(1, 4 << 20)));
    assertTrue(storage().sizeBytes() >= before + (4 << 20));
    assertSound();
  }

  @Test
  void aFullEnvironmentRefusesAndKeepsWhatItHas() {
    Storage small = open(options(folder("small")).withMaxBytes(8L << 20));
    write(small, transaction -> transaction.createTable("records", TableKind.RECORDS, "test"));
    RecordStore records = small.recordStore("records");
    write(small, transaction -> records.insert(transaction, 1, document(1)));
    WriteTransaction transaction = small.begin(Durability.BUFFERED);
    assertThrows(
        StorageException.OutOfSpace.class,
        () -> {
          for (int id = 2; id <= 100; id++) {
            records.insert(transaction, id, document(id, 1 << 20));
          }
          transaction.commit();
        });
    transaction.rollback();
    assertEquals(1L, read(small, records::count));
    write(small, next -> records.insert(next, 2, document(2)));
    write(small, next -> records.delete(next, 1, document(1).length()));
    assertEquals(1L, read(small, records::count));
    assertEquals(List.of(), small.verify());
  }
}

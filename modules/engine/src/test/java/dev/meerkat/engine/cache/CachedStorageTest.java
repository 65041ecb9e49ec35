package dev.meerkat.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.contract.AssertingStorage;
import dev.meerkat.contract.FixedTicker;
import dev.meerkat.contract.ForwardingStorage;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read from memory is what a snapshot has to see, and the backend is left alone then. */
final class CachedStorageTest {
  private static final int RECORDS = 1_000;

  /** Counts what the backend is asked for. */
  private record Counted(Storage inner, AtomicInteger reads) implements ForwardingStorage {
    @Override
    public RecordStore recordStore(String ident) {
      return new CountedRecords(inner.recordStore(ident), reads);
    }
  }

  /** Counts cursors and finds. */
  private record CountedRecords(RecordStore store, AtomicInteger reads) implements RecordStore {
    @Override
    public String ident() {
      return store.ident();
    }

    @Override
    public @Nullable DocumentView find(StorageReader reader, long recordId) {
      reads.incrementAndGet();
      return store.find(reader, recordId);
    }

    @Override
    public RecordCursor open(StorageReader reader, Direction direction, long from) {
      reads.incrementAndGet();
      return store.open(reader, direction, from);
    }

    @Override
    public void insert(WriteTransaction transaction, long recordId, DocumentView document) {
      store.insert(transaction, recordId, document);
    }

    @Override
    public void update(
        WriteTransaction transaction, long recordId, int oldLength, DocumentView document) {
      store.update(transaction, recordId, oldLength, document);
    }

    @Override
    public void delete(WriteTransaction transaction, long recordId, int oldLength) {
      store.delete(transaction, recordId, oldLength);
    }

    @Override
    public long count(StorageReader reader) {
      return store.count(reader);
    }

    @Override
    public long dataSizeBytes(StorageReader reader) {
      return store.dataSizeBytes(reader);
    }

    @Override
    public void recount(WriteTransaction transaction) {
      store.recount(transaction);
    }

    @Override
    public long maxRecordId(StorageReader reader) {
      return store.maxRecordId(reader);
    }
  }

  private final AtomicInteger reads = new AtomicInteger();
  private Storage storage = open(1 << 20);
  private RecordStore records = storage.recordStore("records");

  private static Storage memory() {
    return new MemoryStorageProvider()
        .open("memory", new StorageOptions(Path.of("."), new FixedTicker()));
  }

  private Storage open(long bytes) {
    Storage opened = CachedStorage.over(new Counted(new AssertingStorage(memory()), reads), bytes);
    write(opened, transaction -> transaction.createTable("records", TableKind.RECORDS, "test"));
    return opened;
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private static void write(Storage storage, Consumer<WriteTransaction> work) {
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    try {
      work.accept(transaction);
      transaction.commit();
    } finally {
      transaction.rollback();
    }
  }

  private static DocumentView document(int number, int bytes) {
    return DocumentView.of(
        new BsonDocument("n", new BsonInt32(number))
            .append("filling", new BsonBinary(new byte[bytes])));
  }

  private void insertAll() {
    write(
        storage,
        transaction -> {
          for (int id = 1; id <= RECORDS; id++) {
            records.insert(transaction, id, document(id, 10));
          }
        });
  }

  private static Map<Long, DocumentView> scan(
      RecordStore records, StorageReader reader, Direction direction, long from) {
    Map<Long, DocumentView> found = new TreeMap<>();
    try (RecordCursor cursor = records.open(reader, direction, from)) {
      while (cursor.advance()) {
        found.put(cursor.recordId(), cursor.current().retain());
      }
    }
    return found;
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
  void whatIsRolledBackHasChangedNothing() {
    insertAll();
    Map<Long, DocumentView> expected = warm();
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    records.delete(transaction, 5, document(5, 10).length());
    assertNull(records.find(transaction, 5));
    transaction.rollback();
    reads.set(0);
    assertEquals(expected, scan());
    assertEquals(1, reads.get());
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
    assertTrue(cache.sizeBytes() > 80_000, () -> cache.sizeBytes() + " bytes");
    cache.clear();
    assertEquals(0, cache.sizeBytes());
  }

  /** Few changes and many scans, so that blocks are made, used and go out of date all the time. */
  @Test
  void randomScansEqualTheModel() {
    long seed = Long.getLong("meerkat.seed", System.nanoTime());
    System.out.println("replay with -Dmeerkat.seed=" + seed + " (" + getClass().getName() + ")");
    Random random = new Random(seed);
    TreeMap<Long, DocumentView> model = new TreeMap<>();
    record Pinned(Snapshot snapshot, TreeMap<Long, DocumentView> model) {}
    List<Pinned> pinned = new ArrayList<>();
    for (int round = 0; round < 600; round++) {
      WriteTransaction transaction = storage.begin(Durability.BUFFERED);
      TreeMap<Long, DocumentView> own = new TreeMap<>(model);
      for (int change = round < 20 ? 60 : random.nextInt(3); change > 0; change--) {
        change(random, transaction, own);
      }
      if (random.nextInt(5) == 0) {
        transaction.rollback();
      } else {
        transaction.commit();
        model = own;
      }
      pinned.add(new Pinned(storage.openSnapshot(), model));
      for (int i = 0; i < 3; i++) {
        Pinned one = pinned.get(random.nextInt(pinned.size()));
        compare(random, one.snapshot(), one.model());
      }
      if (pinned.size() > 3) {
        pinned.remove(random.nextInt(pinned.size())).snapshot().close();
      }
    }
    pinned.forEach(one -> one.snapshot().close());
  }

  private void change(
      Random random, WriteTransaction transaction, TreeMap<Long, DocumentView> model) {
    long id = 1 + random.nextInt(random.nextBoolean() ? 400 : 4_000);
    DocumentView old = model.get(id);
    DocumentView document = document(random.nextInt(), random.nextInt(50));
    if (old == null) {
      records.insert(transaction, id, document);
      model.put(id, document);
    } else if (random.nextBoolean()) {
      records.update(transaction, id, old.length(), document);
      model.put(id, document);
    } else {
      records.delete(transaction, id, old.length());
      model.remove(id);
    }
  }

  private void compare(Random random, Snapshot snapshot, TreeMap<Long, DocumentView> model) {
    long from = random.nextBoolean() ? 1 : random.nextInt(4_100);
    assertEquals(model.tailMap(from, true), scan(records, snapshot, Direction.FORWARD, from));
    assertEquals(model.headMap(from, true), scan(records, snapshot, Direction.REVERSE, from));
    try (RecordFinder finder = records.finder(snapshot);
        RecordCursor cursor = records.open(snapshot, Direction.FORWARD, from)) {
      long[] asked = random.longs(random.nextInt(20), 1, 420).toArray();
      finder.ask(asked, asked.length);
      for (long id : asked) {
        assertEquals(model.get(id), finder.next());
        cursor.seek(id);
        Map.Entry<Long, DocumentView> next = model.ceilingEntry(id);
        assertEquals(next != null, cursor.advance());
        if (next != null) {
          assertEquals(next.getKey(), cursor.recordId());
          assertEquals(next.getValue(), cursor.current());
        }
      }
    }
  }

  /** Each commit changes a record of every block: who sees two commits in one scan has lost. */
  @Test
  void readersBesideTheWriterSeeOneCommit() throws Exception {
    int blocks = 6;
    int length = document(0, 10).length();
    write(
        storage,
        transaction -> {
          for (int id = 1; id <= blocks * 64; id++) {
            records.insert(transaction, id, document(0, 10));
          }
        });
    AtomicLong acknowledged = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.add(threads.submit(() -> readOneCommit(over, acknowledged, blocks)));
      }
      try {
        for (int i = 1; i <= 3_000; i++) {
          int number = i;
          write(
              storage,
              transaction -> {
                for (int block = 0; block < blocks; block++) {
                  records.update(transaction, block * 64 + 7, length, document(number, 10));
                }
              });
          acknowledged.set(number);
          if (i % 16 == 0) {
            // A pause, in which blocks are made.
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
  }

  private void readOneCommit(AtomicBoolean over, AtomicLong acknowledged, int blocks) {
    while (!over.get()) {
      long least = acknowledged.get();
      try (Snapshot snapshot = storage.openSnapshot()) {
        Map<Long, DocumentView> found = scan(records, snapshot, Direction.FORWARD, 1);
        DocumentView first = found.get(7L);
        assertNotNull(first);
        assertTrue(number(first) >= least);
        for (int block = 1; block < blocks; block++) {
          assertEquals(first, found.get(block * 64 + 7L));
          assertEquals(first, records.find(snapshot, block * 64 + 7L));
        }
      }
    }
  }

  private static int number(DocumentView document) {
    return document.toBson().getInt32("n").getValue();
  }
}

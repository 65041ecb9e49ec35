package dev.meerkat.benchmarks;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.values.KeyString;
import dev.meerkat.values.KeyStringBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the storage itself takes to read the entries and records that queries need, and to write
 * those of inserts, without a server. Threads: confined to the main thread.
 */
public final class IndexFloor {
  private static final int BATCH = 1_000;
  private static final byte[] NO_TYPE_BITS = {};
  private static final byte[] U = BsonBytes.nameBytes("u");

  private final Storage storage;
  private final IndexedDocuments documents;
  private final Durability durability;
  private final long nanos;
  private final CpuMeter meter = new CpuMeter(ProcessHandle.current());
  private final KeyStringBuilder key = new KeyStringBuilder();
  private final byte[] number = new byte[4];
  private final SplittableRandom random = new SplittableRandom(1);
  private final RecordStore records;
  private final SortedTable byU;
  private final SortedTable byGroup;

  /** One operation of a floor. */
  private interface Work {
    void run(Snapshot snapshot);
  }

  private IndexFloor(Storage storage, IndexedDocuments documents, long nanos) {
    this.storage = storage;
    this.documents = documents;
    this.nanos = nanos;
    this.durability = StorageFloor.durability(storage);
    this.records = storage.recordStore("records");
    this.byU = storage.sortedTable("u");
    this.byGroup = storage.sortedTable("group");
  }

  /**
   * Takes a storage's name, an empty folder, a number of documents, and the seconds of a
   * measurement; prints a {@link Cost} a line, in the order in which {@link IndexLines} asks.
   */
  public static void main(String[] arguments) {
    IndexedDocuments documents = new IndexedDocuments(Integer.parseInt(arguments[2]));
    long nanos = Math.round(Double.parseDouble(arguments[3]) * 1e9);
    try (Storage storage = StorageFloor.open(arguments[0], Path.of(arguments[1]))) {
      IndexFloor floor = new IndexFloor(storage, documents, nanos);
      for (int indexes : new int[] {0, 1, 4}) {
        var _ = floor.insert("warm-up" + indexes, indexes, Math.min(20_000, documents.count()));
        print(floor.insert("inserted" + indexes, indexes, documents.count() / 5));
      }
      floor.fill();
      print(floor.build());
      print(floor.measure(floor::point));
      print(floor.measure(snapshot -> floor.range(snapshot, true)));
      print(floor.measure(floor::scattered));
      print(floor.measure(snapshot -> floor.group(snapshot, 10, 10)));
      print(floor.measure(snapshot -> floor.range(snapshot, false)));
      print(floor.measure(floor::count));
      print(floor.measure(snapshot -> floor.group(snapshot, 10, 10)));
      print(floor.measure(snapshot -> floor.group(snapshot, IndexedDocuments.FINDABLE, 10)));
    }
  }

  private static void print(Cost cost) {
    System.out.println(cost.toLine());
  }

  private Cost insert(String name, int indexes, int count) {
    RecordStore store = storage.recordStore("records-" + name);
    List<SortedTable> tables = new ArrayList<>();
    WriteTransaction creation = storage.begin(durability);
    creation.createTable(store.ident(), TableKind.RECORDS, "floor");
    for (int i = 0; i <= indexes; i++) {
      SortedTable table = storage.sortedTable(name + "-" + i);
      creation.createTable(table.ident(), TableKind.INDEX, "floor");
      tables.add(table);
    }
    creation.commit();
    List<DocumentView> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(documents.document(i));
    }
    long began = System.nanoTime();
    Duration before = meter.used();
    for (int start = 0; start < count; start += BATCH) {
      WriteTransaction transaction = storage.begin(durability);
      for (int i = start; i < Math.min(count, start + BATCH); i++) {
        store.insert(transaction, i + 1L, all.get(i));
        int[] values = {i, documents.scattered(i), documents.k(i), i % 10, i};
        for (int table = 0; table <= indexes; table++) {
          put(tables.get(table), transaction, values[table], i + 1L);
        }
      }
      transaction.commit();
    }
    return meter.cost(count, before, began);
  }

  private void put(SortedTable table, WriteTransaction transaction, int value, long recordId) {
    byte[] entry = append(key.clear(), value).appendRecordId(recordId).toKey();
    table.put(transaction, entry, NO_TYPE_BITS);
  }

  private KeyStringBuilder append(KeyStringBuilder builder, int value) {
    BsonBytes.putInt32(number, 0, value);
    return builder.append(BsonBytes.INT32, number, 0, false);
  }

  private void fill() {
    WriteTransaction creation = storage.begin(durability);
    creation.createTable(records.ident(), TableKind.RECORDS, "floor");
    creation.createTable(byU.ident(), TableKind.INDEX, "floor");
    creation.createTable(byGroup.ident(), TableKind.INDEX, "floor");
    creation.commit();
    for (int start = 0; start < documents.count(); start += BATCH) {
      WriteTransaction transaction = storage.begin(durability);
      for (int i = start; i < Math.min(documents.count(), start + BATCH); i++) {
        records.insert(transaction, i + 1L, documents.document(i));
        byte[] entry =
            append(append(key.clear(), documents.k(i)), documents.scattered(i))
                .appendRecordId(i + 1L)
                .toKey();
        byGroup.put(transaction, entry, NO_TYPE_BITS);
      }
      transaction.commit();
    }
  }

  /** Reads every record and puts an entry for it, a thousand to a transaction. */
  private Cost build() {
    long began = System.nanoTime();
    Duration before = meter.used();
    long next = 1;
    while (next <= documents.count()) {
      WriteTransaction transaction = storage.begin(durability);
      try (Snapshot snapshot = storage.openSnapshot();
          RecordCursor cursor = records.open(snapshot, Direction.FORWARD, next)) {
        for (int i = 0; i < BATCH && cursor.advance(); i++) {
          next = cursor.recordId() + 1;
          put(byU, transaction, u(cursor.current()), cursor.recordId());
        }
      }
      transaction.commit();
    }
    return meter.cost(documents.count(), before, began);
  }

  private Cost measure(Work work) {
    run(work, nanos / 2);
    return run(work, nanos);
  }

  private Cost run(Work work, long time) {
    long began = System.nanoTime();
    Duration before = meter.used();
    int operations = 0;
    while (System.nanoTime() - began < time) {
      for (int i = 0; i < 10; i++) {
        try (Snapshot snapshot = storage.openSnapshot()) {
          work.run(snapshot);
        }
        operations++;
      }
    }
    return meter.cost(operations, before, began);
  }

  private void point(Snapshot snapshot) {
    byte[] wanted = append(key.clear(), random.nextInt(documents.count())).toKey();
    read(snapshot, byU, KeyRange.prefix(wanted), 1, 1);
  }

  private void range(Snapshot snapshot, boolean fetches) {
    int first = random.nextInt(documents.count() - IndexLines.RANGE);
    byte[] from = append(key.clear(), first).toKey();
    byte[] to = append(key.clear(), first + IndexLines.RANGE).toKey();
    read(
        snapshot,
        byU,
        new KeyRange(from, true, to, false),
        IndexLines.RANGE,
        fetches ? IndexLines.RANGE : 0);
  }

  private void scattered(Snapshot snapshot) {
    for (int i = 0; i < IndexLines.RANGE; i++) {
      point(snapshot);
    }
  }

  private void group(Snapshot snapshot, int entries, int fetches) {
    byte[] wanted = append(key.clear(), random.nextInt(documents.groups())).toKey();
    read(snapshot, byGroup, KeyRange.prefix(wanted), entries, fetches);
  }

  private void count(Snapshot snapshot) {
    byte[] wanted = append(key.clear(), random.nextInt(documents.groups())).toKey();
    byGroup.count(snapshot, KeyRange.prefix(wanted), Long.MAX_VALUE);
  }

  private void read(
      Snapshot snapshot, SortedTable table, KeyRange range, int entries, int fetches) {
    int left = fetches;
    try (SortedCursor cursor = table.open(snapshot, range, Direction.FORWARD)) {
      for (int i = 0; i < entries && cursor.advance(); i++) {
        if (left > 0) {
          long recordId = KeyString.decodeRecordId(cursor.key(), cursor.keyLength());
          if (records.find(snapshot, recordId) == null) {
            throw new IllegalStateException("record " + recordId + " is not there");
          }
          left--;
        }
      }
    }
    if (left > 0) {
      throw new IllegalStateException(left + " entries are missing");
    }
  }

  private static int u(DocumentView document) {
    int element = document.find(U);
    return BsonBytes.int32(document.array(), BsonBytes.valueOffset(document.array(), element));
  }
}

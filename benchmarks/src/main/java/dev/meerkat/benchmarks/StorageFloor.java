package dev.meerkat.benchmarks;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.values.KeyString;
import dev.meerkat.values.KeyStringBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.SplittableRandom;

/**
 * The floor of a backend: records and their {@code _id} index entries through the storage's own
 * interface, without a server. Threads: confined to the main thread.
 */
public final class StorageFloor {
  private static final int BATCH = 1_000;
  private static final byte[] NO_TYPE_BITS = {};

  private final Storage storage;
  private final Durability durability;
  private final CpuMeter meter = new CpuMeter(ProcessHandle.current());
  private final KeyStringBuilder key = new KeyStringBuilder();
  private final byte[] id = new byte[4];

  private StorageFloor(Storage storage) {
    this.storage = storage;
    this.durability = durability(storage);
  }

  /**
   * Takes a storage's name, an empty folder and a number of documents; prints the {@link Cost} of
   * putting a document, of getting one, and of one that a scan comes by, a line each.
   */
  public static void main(String[] arguments) {
    int documents = Integer.parseInt(arguments[2]);
    try (Storage storage = open(arguments[0], Path.of(arguments[1]))) {
      StorageFloor floor = new StorageFloor(storage);
      floor.putAll("warm-up", documents);
      System.out.println(floor.putAll("measured", documents).toLine());
      floor.getMany("measured", documents, documents);
      System.out.println(floor.getMany("measured", documents, 4 * documents).toLine());
      floor.scan("measured", 10);
      System.out.println(floor.scan("measured", 40).toLine());
    }
  }

  static Storage open(String name, Path folder) {
    for (StorageProvider provider : ServiceLoader.load(StorageProvider.class)) {
      if (provider.names().contains(name)) {
        return provider.open(name, new StorageOptions(folder, new SystemTicker()));
      }
    }
    throw new IllegalArgumentException("no storage " + name);
  }

  /** How commits are told to keep what they write: as well as the storage can. */
  static Durability durability(Storage storage) {
    return storage.lacks().contains(StorageBehavior.DURABLE)
        ? Durability.BUFFERED
        : Durability.SYNCED;
  }

  /** Asks for all records of the first so many ids at once; answers how many there are. */
  static int countFound(RecordStore records, Snapshot snapshot, long[] recordIds, int entries) {
    int found = 0;
    try (RecordFinder finder = records.finder(snapshot)) {
      finder.ask(recordIds, entries);
      for (int i = 0; i < entries; i++) {
        found += finder.next() == null ? 0 : 1;
      }
    }
    return found;
  }

  private Cost putAll(String table, int documents) {
    RecordStore records = storage.recordStore("records-" + table);
    SortedTable ids = storage.sortedTable("ids-" + table);
    WriteTransaction creation = storage.begin(durability);
    creation.createTable(records.ident(), TableKind.RECORDS, "floor");
    creation.createTable(ids.ident(), TableKind.INDEX, "floor");
    creation.commit();
    DocumentView[] all = new DocumentView[documents];
    Arrays.setAll(all, Documents::document);
    long began = System.nanoTime();
    Duration before = meter.used();
    for (int start = 0; start < documents; start += BATCH) {
      putBatch(records, ids, all, start);
    }
    return meter.cost(documents, before, began);
  }

  private void putBatch(RecordStore records, SortedTable ids, DocumentView[] all, int start) {
    WriteTransaction transaction = storage.begin(durability);
    for (int i = start; i < Math.min(start + BATCH, all.length); i++) {
      long recordId = i + 1L;
      records.insert(transaction, recordId, all[i]);
      ids.put(transaction, prefix(i).appendRecordId(recordId).toKey(), NO_TYPE_BITS);
    }
    transaction.commit();
  }

  private Cost getMany(String table, int documents, int count) {
    RecordStore records = storage.recordStore("records-" + table);
    SortedTable ids = storage.sortedTable("ids-" + table);
    SplittableRandom random = new SplittableRandom(1);
    long began = System.nanoTime();
    Duration before = meter.used();
    for (int i = 0; i < count; i++) {
      get(records, ids, random.nextInt(documents));
    }
    return meter.cost(count, before, began);
  }

  private Cost scan(String table, int times) {
    RecordStore records = storage.recordStore("records-" + table);
    long began = System.nanoTime();
    Duration before = meter.used();
    int documents = 0;
    long bytes = 0;
    for (int i = 0; i < times; i++) {
      try (Snapshot snapshot = storage.openSnapshot();
          RecordCursor cursor = records.open(snapshot, Direction.FORWARD, 1)) {
        while (cursor.advance()) {
          bytes += cursor.current().length();
          documents++;
        }
      }
    }
    if (bytes < documents) {
      throw new IllegalStateException("documents are not there");
    }
    return meter.cost(documents, before, began);
  }

  private void get(RecordStore records, SortedTable ids, int document) {
    byte[] wanted = prefix(document).toKey();
    try (Snapshot snapshot = storage.openSnapshot();
        SortedCursor cursor = ids.open(snapshot, KeyRange.prefix(wanted), Direction.FORWARD)) {
      if (!cursor.advance()
          || records.find(snapshot, KeyString.decodeRecordId(cursor.key(), cursor.keyLength()))
              == null) {
        throw new IllegalStateException("document " + document + " is not there");
      }
    }
  }

  private KeyStringBuilder prefix(int document) {
    BsonBytes.putInt32(id, 0, document);
    return key.clear().append(BsonBytes.INT32, id, 0, false);
  }
}

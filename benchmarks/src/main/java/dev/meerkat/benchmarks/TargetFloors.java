package dev.meerkat.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.values.KeyString;
import dev.meerkat.values.KeyStringBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The store's share of each operation that has a target, through the storage's own interface and
 * without a server. It measures what it is told to, when it is told to, so that floors and server
 * take turns. Threads: confined to the main thread.
 */
public final class TargetFloors {
  /** Documents of a range. */
  static final int RANGE = 100;

  private static final int BATCH = 1_000;
  private static final byte[] NO_TYPE_BITS = {};
  private static final byte[] ID = BsonBytes.nameBytes("_id");
  private static final byte[] Q = BsonBytes.nameBytes("q");

  private final Storage storage;
  private final int documents;
  private final Durability durability;
  private final CpuMeter meter = new CpuMeter(ProcessHandle.current());
  private final KeyStringBuilder key = new KeyStringBuilder();
  private final byte[] number = new byte[4];
  private final long[] recordIds = new long[RANGE];
  private final SplittableRandom random = new SplittableRandom(1);
  private final RecordStore records;
  private final SortedTable ids;
  private final SortedTable byU;
  private final RecordStore log;

  /** A document whose id is replaced, so that making documents is not measured. */
  private final byte[] template = Documents.document(0).toBytes();

  private final int idOffset =
      BsonBytes.valueOffset(template, BsonBytes.findElement(template, 0, ID));
  private int nextDocument;
  private long nextTime = 1;

  /** What can be measured. */
  enum Floor {
    /** Index entry by {@code _id} and record, in a snapshot. */
    GET,
    /** As many gets as a batch has, all in one snapshot. */
    GETS,
    /** Index entry by another field and record. */
    POINT,
    /** A range of index entries, and all their records with one question. */
    RANGE,
    /** A record, its index entry and an entry of a log, in one buffered commit. */
    INSERT,
    /** Records and their index entries, a thousand in a commit as durable as can be. */
    BULK,
    /** Get of a record and put of one with another number in it, in one buffered commit. */
    UPDATE,
    /** All records, one after the other. */
    SCAN,
    /** The number of index entries of half of the documents. */
    COUNT
  }

  private TargetFloors(Storage storage, int documents) {
    this.storage = storage;
    this.documents = documents;
    this.durability = StorageFloor.durability(storage);
    this.records = storage.recordStore("records");
    this.ids = storage.sortedTable("ids");
    this.byU = storage.sortedTable("u");
    this.log = storage.recordStore("log");
  }

  /**
   * Takes a storage's name, an empty folder and a number of documents; prints a line when it has
   * stored them. Then it reads names of floors with milliseconds, a line each, and answers the
   * {@link Cost} of each, a document where there are many.
   */
  public static void main(String[] arguments) throws IOException {
    try (Storage storage = StorageFloor.open(arguments[0], Path.of(arguments[1]))) {
      TargetFloors floors = new TargetFloors(storage, Integer.parseInt(arguments[2]));
      floors.fill();
      System.out.println("ready");
      BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        int space = order.indexOf(' ');
        Duration time = Duration.ofMillis(Long.parseLong(order.substring(space + 1)));
        Floor floor = Floor.valueOf(order.substring(0, space));
        System.out.println(floors.measure(floor, time).toLine());
      }
    }
  }

  /** Asks a child that runs this program. */
  static Cost ask(Child child, Floor floor, Duration time) throws IOException {
    return Cost.parse(child.ask(floor + " " + time.toMillis()));
  }

  private void fill() {
    WriteTransaction creation = storage.begin(durability);
    creation.createTable(records.ident(), TableKind.RECORDS, "floor");
    creation.createTable(ids.ident(), TableKind.INDEX, "floor");
    creation.createTable(byU.ident(), TableKind.INDEX, "floor");
    creation.createTable(log.ident(), TableKind.LOG, "floor");
    creation.commit();
    while (nextDocument < documents) {
      WriteTransaction transaction = storage.begin(durability);
      for (int i = 0; i < BATCH && nextDocument < documents; i++) {
        int u = Documents.u(nextDocument);
        put(transaction, Documents.document(nextDocument));
        byU.put(transaction, key(u).appendRecordId(nextDocument).toKey(), NO_TYPE_BITS);
      }
      transaction.commit();
    }
  }

  /** Puts the next document and its index entry. */
  private void put(WriteTransaction transaction, DocumentView document) {
    int id = nextDocument++;
    long recordId = id + 1L;
    records.insert(transaction, recordId, document);
    ids.put(transaction, key(id).appendRecordId(recordId).toKey(), NO_TYPE_BITS);
  }

  private DocumentView document() {
    byte[] bytes = template.clone();
    BsonBytes.putInt32(bytes, idOffset, nextDocument);
    return DocumentView.of(bytes);
  }

  private Cost measure(Floor floor, Duration time) {
    long began = System.nanoTime();
    Duration before = meter.used();
    int operations = 0;
    while (System.nanoTime() - began < time.toNanos()) {
      operations += step(floor);
    }
    return meter.cost(operations, before, began);
  }

  private int step(Floor floor) {
    return switch (floor) {
      case GET -> read(snapshot -> get(snapshot, random.nextInt(documents)), 1);
      case GETS -> read(this::gets, BATCH);
      case POINT -> read(this::point, 1);
      case RANGE -> read(this::range, 1);
      case INSERT -> insert();
      case BULK -> bulk();
      case UPDATE -> update();
      case SCAN -> read(this::scan, nextDocument);
      case COUNT -> read(this::count, 1);
    };
  }

  /** Something that is read. */
  private interface Reading {
    void run(Snapshot snapshot);
  }

  private int read(Reading reading, int operations) {
    try (Snapshot snapshot = storage.openSnapshot()) {
      reading.run(snapshot);
    }
    return operations;
  }

  private long find(StorageReader reader, int document) {
    byte[] prefix = key(document).toKey();
    try (SortedCursor cursor = ids.open(reader, KeyRange.prefix(prefix), Direction.FORWARD)) {
      if (!cursor.advance()) {
        throw new IllegalStateException("document " + document + " is not there");
      }
      return KeyString.decodeRecordId(cursor.key(), cursor.keyLength());
    }
  }

  private DocumentView get(StorageReader reader, int document) {
    DocumentView found = records.find(reader, find(reader, document));
    if (found == null) {
      throw new IllegalStateException("the record of " + document + " is not there");
    }
    return found;
  }

  private void gets(Snapshot snapshot) {
    for (int i = 0; i < BATCH; i++) {
      var _ = get(snapshot, random.nextInt(documents));
    }
  }

  private void point(Snapshot snapshot) {
    int document = random.nextInt(documents);
    try (SortedCursor cursor =
        byU.open(snapshot, range(document, document + 1), Direction.FORWARD)) {
      if (!cursor.advance()
          || records.find(snapshot, KeyString.decodeRecordId(cursor.key(), cursor.keyLength()))
              == null) {
        throw new IllegalStateException("document " + document + " is not there");
      }
    }
  }

  private void range(Snapshot snapshot) {
    int first = random.nextInt(documents - RANGE);
    int entries = 0;
    try (SortedCursor cursor = byU.open(snapshot, range(first, first + RANGE), Direction.FORWARD)) {
      while (entries < RANGE && cursor.advance()) {
        recordIds[entries++] = KeyString.decodeRecordId(cursor.key(), cursor.keyLength());
      }
    }
    int found = StorageFloor.countFound(records, snapshot, recordIds, entries);
    if (found != RANGE) {
      throw new IllegalStateException(found + " records of a range of " + RANGE);
    }
  }

  private int insert() {
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    DocumentView document = document();
    put(transaction, document);
    log.insert(transaction, nextTime++, document);
    transaction.commit();
    return 1;
  }

  private int bulk() {
    WriteTransaction transaction = storage.begin(durability);
    for (int i = 0; i < BATCH; i++) {
      put(transaction, document());
    }
    transaction.commit();
    return BATCH;
  }

  private int update() {
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    int document = random.nextInt(documents);
    long recordId = find(transaction, document);
    DocumentView found = records.find(transaction, recordId);
    if (found == null) {
      throw new IllegalStateException("the record of " + document + " is not there");
    }
    records.update(transaction, recordId, found.length(), incremented(found));
    transaction.commit();
    return 1;
  }

  /** What the server's update makes of it: a store need not write what has not changed. */
  private static DocumentView incremented(DocumentView document) {
    byte[] bytes = document.toBytes();
    int q = BsonBytes.valueOffset(bytes, BsonBytes.findElement(bytes, 0, Q));
    BsonBytes.putInt32(bytes, q, BsonBytes.int32(bytes, q) + 1);
    return DocumentView.of(bytes);
  }

  private void scan(Snapshot snapshot) {
    long bytes = 0;
    try (RecordCursor cursor = records.open(snapshot, Direction.FORWARD, 1)) {
      while (cursor.advance()) {
        bytes += cursor.current().length();
      }
    }
    if (bytes != records.dataSizeBytes(snapshot)) {
      throw new IllegalStateException("a scan of " + bytes + " bytes");
    }
  }

  private void count(Snapshot snapshot) {
    int half = documents / 2;
    int first = random.nextInt(documents - half);
    long found = byU.count(snapshot, range(first, first + half), Long.MAX_VALUE);
    if (found != half) {
      throw new IllegalStateException(found + " entries of " + half);
    }
  }

  /** The documents from one to before another, by {@code u}. */
  private KeyRange range(int from, int to) {
    byte[] lower = key(Documents.u(from)).toKey();
    return new KeyRange(lower, true, key(Documents.u(to)).toKey(), false);
  }

  private KeyStringBuilder key(int value) {
    BsonBytes.putInt32(number, 0, value);
    return key.clear().append(BsonBytes.INT32, number, 0, false);
  }
}

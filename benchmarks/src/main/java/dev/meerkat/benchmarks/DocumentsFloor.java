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
 * What the storage itself takes to write and read documents of 1 KB as they become many: what of a
 * server's curve is the store's and the machine's. Threads: confined to the main thread.
 */
public final class DocumentsFloor {
  private static final int BATCH = 1_000;
  private static final byte[] NO_TYPE_BITS = {};

  private final Storage storage;
  private final CpuMeter meter = new CpuMeter(ProcessHandle.current());
  private final KeyStringBuilder key = new KeyStringBuilder();
  private final byte[] number = new byte[4];
  private final byte[] template = LargeDocuments.document(0).toBytes();
  private final int idOffset = valueOffset("_id");
  private final int uOffset = valueOffset("u");
  private final long[] recordIds = new long[LargeDocuments.RANGE];
  private final SplittableRandom random = new SplittableRandom(1);
  private final RecordStore records;
  private final SortedTable ids;
  private final SortedTable byU;
  private int count;

  private DocumentsFloor(Storage storage) {
    this.storage = storage;
    this.records = storage.recordStore("records");
    this.ids = storage.sortedTable("ids");
    this.byU = storage.sortedTable("u");
  }

  /**
   * Takes a storage's name and an empty folder. Then it reads orders, a line each: {@code fill} and
   * a number of documents, or {@code find}, {@code range} or {@code scan} and milliseconds; and
   * answers the {@link Cost} of each, a document.
   */
  public static void main(String[] arguments) throws IOException {
    try (Storage storage = StorageFloor.open(arguments[0], Path.of(arguments[1]))) {
      DocumentsFloor floor = new DocumentsFloor(storage);
      floor.create();
      BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        int space = order.indexOf(' ');
        int amount = Integer.parseInt(order.substring(space + 1));
        System.out.println(floor.measure(order.substring(0, space), amount).toLine());
      }
    }
  }

  private Cost measure(String what, int amount) {
    Duration time = Duration.ofMillis(amount);
    return switch (what) {
      case "fill" -> fill(amount);
      case "find" -> repeat(time, snapshot -> find(snapshot, random.nextInt(count)));
      case "range" -> repeat(time, this::range);
      case "scan" -> repeat(time, this::scan);
      default -> throw new IllegalArgumentException(what);
    };
  }

  private void create() {
    WriteTransaction creation = storage.begin(Durability.BUFFERED);
    creation.createTable(records.ident(), TableKind.RECORDS, "floor");
    creation.createTable(ids.ident(), TableKind.INDEX, "floor");
    creation.createTable(byU.ident(), TableKind.INDEX, "floor");
    creation.commit();
  }

  private int valueOffset(String field) {
    int element = BsonBytes.findElement(template, 0, BsonBytes.nameBytes(field));
    return BsonBytes.valueOffset(template, element);
  }

  /** Puts documents and their index entries, a thousand in a commit, until there are so many. */
  private Cost fill(int size) {
    long began = System.nanoTime();
    Duration before = meter.used();
    int first = count;
    while (count < size) {
      WriteTransaction transaction = storage.begin(Durability.BUFFERED);
      for (int i = 0; i < BATCH && count < size; i++) {
        int id = count++;
        long recordId = id + 1L;
        records.insert(transaction, recordId, document(id));
        put(ids, transaction, id, recordId);
        put(byU, transaction, LargeDocuments.u(id), recordId);
      }
      transaction.commit();
    }
    return meter.cost(Math.max(1, count - first), before, began);
  }

  /** A copy that is its owner's, as a server has it whose document has come in a frame. */
  private DocumentView document(int id) {
    byte[] bytes = template.clone();
    BsonBytes.putInt32(bytes, idOffset, id);
    BsonBytes.putInt32(bytes, uOffset, LargeDocuments.u(id));
    return DocumentView.of(bytes);
  }

  private void put(SortedTable table, WriteTransaction transaction, int value, long recordId) {
    table.put(transaction, key(value).appendRecordId(recordId).toKey(), NO_TYPE_BITS);
  }

  /** Something that is read; answers how many documents that were. */
  private interface Reading {
    int run(Snapshot snapshot);
  }

  private Cost repeat(Duration time, Reading reading) {
    long began = System.nanoTime();
    Duration before = meter.used();
    int documents = 0;
    while (System.nanoTime() - began < time.toNanos()) {
      try (Snapshot snapshot = storage.openSnapshot()) {
        documents += reading.run(snapshot);
      }
    }
    return meter.cost(documents, before, began);
  }

  private int find(Snapshot snapshot, int id) {
    KeyRange wanted = KeyRange.prefix(key(id).toKey());
    try (SortedCursor cursor = ids.open(snapshot, wanted, Direction.FORWARD)) {
      if (!cursor.advance()
          || records.find(snapshot, KeyString.decodeRecordId(cursor.key(), cursor.keyLength()))
              == null) {
        throw new IllegalStateException("document " + id + " is not there");
      }
    }
    return 1;
  }

  private int range(Snapshot snapshot) {
    byte[] from = key(LargeDocuments.anyLow(random)).toKey();
    int entries = 0;
    try (SortedCursor cursor =
        byU.open(snapshot, new KeyRange(from, true, null, false), Direction.FORWARD)) {
      while (entries < recordIds.length && cursor.advance()) {
        recordIds[entries++] = KeyString.decodeRecordId(cursor.key(), cursor.keyLength());
      }
    }
    int found = StorageFloor.countFound(records, snapshot, recordIds, entries);
    if (found != recordIds.length) {
      throw new IllegalStateException(found + " records of a range");
    }
    return found;
  }

  private int scan(Snapshot snapshot) {
    int documents = 0;
    long bytes = 0;
    try (RecordCursor cursor = records.open(snapshot, Direction.FORWARD, 1)) {
      while (cursor.advance()) {
        DocumentView document = cursor.current();
        bytes += document.length();
        documents++;
      }
    }
    if (documents != count || bytes != records.dataSizeBytes(snapshot)) {
      throw new IllegalStateException("a scan of " + documents + " documents");
    }
    return documents;
  }

  private KeyStringBuilder key(int value) {
    BsonBytes.putInt32(number, 0, value);
    return key.clear().append(BsonBytes.INT32, number, 0, false);
  }
}

package dev.meerkat.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.contract.AssertingStorage;
import dev.meerkat.contract.FixedTicker;
import dev.meerkat.contract.ForwardingRecords;
import dev.meerkat.contract.NoSeeds;
import dev.meerkat.engine.index.BtreeIndexType;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.index.KeyGap;
import dev.meerkat.engine.index.Multikey;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.values.BsonOrder;
import dev.meerkat.values.Collation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many records a fetch asks the store for at a time, and what it tells of it. */
final class ReadAheadTest {
  private static final int DOCUMENTS = 200;
  private static final Namespace NAMESPACE = new Namespace("db", "things");

  private final Storage storage =
      new AssertingStorage(
          new MemoryStorageProvider()
              .open("memory", new StorageOptions(Path.of("unused"), new FixedTicker())));
  private final Counting records = new Counting(storage.recordStore("records"));
  private final CollectionIndex index = index();
  private @Nullable Snapshot snapshot;

  ReadAheadTest() {
    WriteTransaction creation = storage.begin(Durability.BUFFERED);
    creation.createTable("records", TableKind.RECORDS, "db");
    creation.createTable("a", TableKind.INDEX, "db");
    for (int id = 1; id <= DOCUMENTS; id++) {
      insert(creation, id, "{_id: " + id + ", a: " + id + "}");
    }
    creation.commit();
  }

  /** A record store that notes what it is asked for; {@code -1} for a single record. */
  private record Counting(RecordStore store, List<Integer> questions) implements ForwardingRecords {
    Counting(RecordStore store) {
      this(store, new ArrayList<>());
    }

    @Override
    public @Nullable DocumentView find(StorageReader reader, long recordId) {
      questions.add(-1);
      return store.find(reader, recordId);
    }

    @Override
    public RecordFinder finder(StorageReader reader) {
      RecordFinder finder = store.finder(reader);
      return new RecordFinder() {
        @Override
        public void ask(long[] recordIds, int count) {
          questions.add(count);
          finder.ask(recordIds, count);
        }

        @Override
        public @Nullable DocumentView next() {
          return finder.next();
        }

        @Override
        public void close() {
          finder.close();
        }
      };
    }
  }

  private CollectionIndex index() {
    IndexDefinition definition =
        new IndexDefinition(BsonDocument.parse("{key: {a: 1}, name: 'a'}"), BsonOrder.SIMPLE);
    return new CollectionIndex(
        "a",
        definition,
        Collation.SIMPLE,
        new BtreeIndexType().compile(definition),
        storage.sortedTable("a"),
        Multikey.NONE);
  }

  private void insert(WriteTransaction transaction, long recordId, String json) {
    DocumentView document = DocumentView.of(BsonDocument.parse(json));
    IndexKeys keys = index.keys(document, recordId);
    index.addMultikey(keys.multikey());
    index.insert(transaction, keys.entries(), new KeyGap());
    records.insert(transaction, recordId, document);
  }

  private void delete(WriteTransaction transaction, long recordId) {
    DocumentView document = records.store.find(transaction, recordId);
    if (document != null) {
      index.remove(transaction, index.keys(document, recordId).entries());
      records.delete(transaction, recordId, document.length());
    }
  }

  private Plan fetch(Direction direction) {
    return new Plan.Fetch(
        new Plan.IndexScan(
            index,
            index.view(),
            IndexBounds.all(1, BsonOrder.SIMPLE),
            List.of(KeyRange.ALL),
            direction,
            0,
            null,
            null),
        null);
  }

  private PlanExecutor open(Plan plan) {
    Snapshot opened = storage.openSnapshot();
    snapshot = opened;
    return new PlanExecutor(
        plan, new PlanSource(NAMESPACE, records, List.of(index)), opened, scope());
  }

  private static EvaluationScope scope() {
    return new EvaluationScope(new BsonDateTime(0), new BsonTimestamp(0L), new NoSeeds(), () -> {});
  }

  /** The ids of the documents that are left, at most {@code most}. */
  private static List<Integer> take(PlanExecutor executor, int most) {
    List<Integer> ids = new ArrayList<>();
    while (ids.size() < most && executor.advance()) {
      ids.add(executor.current().toBson().getInt32("_id").getValue());
    }
    return ids;
  }

  private static List<Integer> range(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  private void restore(PlanExecutor executor) {
    Snapshot opened = storage.openSnapshot();
    snapshot = opened;
    executor.restore(opened);
  }

  private void save(PlanExecutor executor) {
    executor.save();
    closeSnapshot();
  }

  private void closeSnapshot() {
    if (snapshot != null) {
      snapshot.close();
      snapshot = null;
    }
  }

  @AfterEach
  void close() {
    closeSnapshot();
    storage.close();
  }

  @Test
  void questionsGrowWhileDocumentsAreWanted() {
    try (PlanExecutor executor = open(fetch(Direction.FORWARD))) {
      assertEquals(range(1, DOCUMENTS), take(executor, 1000));
      assertEquals(List.of(-1, 4, 16, 64, 64, 51), records.questions);
      assertEquals(DOCUMENTS, executor.docsExamined());
      assertEquals(DOCUMENTS, executor.keysExamined());
    }
  }

  @Test
  void aScanBackwardsIsReadAheadToo() {
    try (PlanExecutor executor = open(fetch(Direction.REVERSE))) {
      assertEquals(range(1, DOCUMENTS).reversed(), take(executor, 1000));
      assertEquals(List.of(-1, 4, 16, 64, 64, 51), records.questions);
    }
  }

  @Test
  void nothingIsReadPastALimit() {
    Plan plan = new Plan.Limit(new Plan.Skip(fetch(Direction.FORWARD), 3), 8);
    try (PlanExecutor executor = open(plan)) {
      assertEquals(range(4, 11), take(executor, 1000));
      assertEquals(List.of(-1, 4, 6), records.questions);
      assertEquals(11, executor.docsExamined());
      assertEquals(11, executor.keysExamined());
    }
  }

  @Test
  void whoWantsOneDocumentReadsOne() {
    try (PlanExecutor executor = open(new Plan.Limit(fetch(Direction.FORWARD), 1))) {
      assertEquals(List.of(1), take(executor, 1000));
      assertEquals(List.of(-1), records.questions);
    }
  }

  /** What was read ahead is neither counted nor shown. */
  @Test
  void aSaveForgetsWhatWasReadAhead() {
    try (PlanExecutor executor = open(fetch(Direction.FORWARD))) {
      assertEquals(range(1, 7), take(executor, 7));
      assertEquals(List.of(-1, 4, 16), records.questions);
      assertEquals(7, executor.docsExamined());
      assertEquals(7, executor.keysExamined());
      save(executor);
      WriteTransaction change = storage.begin(Durability.BUFFERED);
      delete(change, 7);
      delete(change, 8);
      insert(change, 900, "{_id: 900, a: 8.5}");
      delete(change, 10);
      insert(change, 10, "{_id: 10, a: 1000}");
      change.commit();
      restore(executor);
      assertEquals(List.of(900, 9, 11, 12), take(executor, 4));
      assertEquals(List.of(-1, 4, 16, -1, 4), records.questions);
      List<Integer> rest = take(executor, 1000);
      assertEquals(10, rest.getLast());
      assertEquals(range(13, DOCUMENTS), rest.subList(0, rest.size() - 1));
    }
  }

  /** The value of an entry that was read ahead is found when it is asked for. */
  @Test
  void anEntryThatWasReadAheadStillTellsItsKey() {
    WriteTransaction change = storage.begin(Durability.BUFFERED);
    insert(change, 901, "{_id: 901, a: 2.0}");
    insert(change, 902, "{_id: 902, a: {$numberDecimal: '3.0'}}");
    change.commit();
    IndexScanNode scan =
        new IndexScanNode(
            (Plan.IndexScan) fetch(Direction.FORWARD).inputs().getFirst(), opened(), scope());
    assertEquals(true, scan.readAhead());
    assertEquals(PlanNode.Work.ADVANCED, scan.work());
    long[] ids = new long[5];
    assertEquals(5, scan.upcoming(ids, 0, 5));
    assertEquals(List.of(2L, 901L, 3L, 902L, 4L), LongStream.of(ids).boxed().toList());
    assertEquals("{\"a\": 1}", scan.indexKey().toBson().toJson());
    for (String key : List.of("2", "2.0", "3", "{\"$numberDecimal\": \"3.0\"}", "4", "5")) {
      assertEquals(PlanNode.Work.ADVANCED, scan.work());
      assertEquals("{\"a\": " + key + "}", scan.indexKey().toBson().toJson());
    }
    assertEquals(7, scan.counters().keysExamined);
    scan.close();
  }

  private Snapshot opened() {
    Snapshot opened = storage.openSnapshot();
    snapshot = opened;
    return opened;
  }

  @Test
  void aRecordOfSeveralKeysComesOnce() {
    WriteTransaction change = storage.begin(Durability.BUFFERED);
    insert(change, 901, "{_id: 901, a: [0, 2, 3, 4, 5, 30]}");
    change.commit();
    try (PlanExecutor executor = open(fetch(Direction.FORWARD))) {
      List<Integer> found = take(executor, 1000);
      assertEquals(901, found.getFirst());
      assertEquals(range(1, DOCUMENTS), found.subList(1, found.size()));
      assertEquals(DOCUMENTS + 1, executor.docsExamined());
      assertEquals(DOCUMENTS + 6, executor.keysExamined());
    }
  }
}

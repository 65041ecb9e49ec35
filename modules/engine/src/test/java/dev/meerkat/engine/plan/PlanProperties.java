package dev.meerkat.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.contract.FixedTicker;
import dev.meerkat.contract.NoSeeds;
import dev.meerkat.engine.index.BtreeIndexType;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.index.KeyGap;
import dev.meerkat.engine.index.Multikey;
import dev.meerkat.query.Language;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.values.BsonOrder;
import dev.meerkat.values.Collation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Whatever indexes exist and whichever of them a plan uses, it answers the documents that a scan of
 * the collection answers, each once, and in the order asked for.
 */
final class PlanProperties {
  private static final Namespace NAMESPACE = new Namespace("db", "things");
  private static final Language LANGUAGE =
      new Language(List.of(), filterProviders(), List.of(), List.of());
  private static final List<String> PATTERNS =
      List.of(
          "{a: 1}",
          "{a: -1}",
          "{b: 1}",
          "{a: 1, b: 1}",
          "{a: 1, b: -1}",
          "{b: 1, a: 1, c: 1}",
          "{'c.d': 1}",
          "{'c.d': 1, 'c.e': -1}",
          "{a: 1, 'c.d': 1}");
  private static final List<String> VALUES =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "2.5",
          "NumberLong(2)",
          "NumberDecimal('1.0')",
          "NaN",
          "null",
          "'x'",
          "'xy'",
          "''",
          "[]",
          "[1, 2]",
          "[2, 'x']",
          "[null]",
          "[[1, 2]]",
          "{d: 1}",
          "{}",
          "true",
          "new Date(5)",
          "/x/",
          "MinKey",
          "MaxKey");

  @Property(tries = 1500)
  void indexedAnswersAreTheScansAnswers(@ForAll long seed) {
    Random random = new Random(seed);
    try (Fixture fixture = new Fixture(random)) {
      BsonDocument spec = randomFilter(random, 2);
      Filter filter = fixture.scope.filter(spec);
      BsonDocument sort = randomSort(random);
      long skip = random.nextInt(3) == 0 ? random.nextInt(4) : 0;
      String label = "seed " + seed + ", filter " + spec.toJson() + ", sort " + sort;
      List<DocumentView> expected =
          fixture.run(filter, BsonDocument.parse("{}"), 0, new Hint.Natural(forward()), 0);
      List<DocumentView> found = fixture.run(filter, sort, 0, Hint.none(), saves(random));
      assertEquals(ids(expected), ids(found), label);
      assertEquals(expected.size(), found.size(), label + ": each once");
      if (!sort.isEmpty()) {
        assertSorted(found, SortPattern.parse(sort, fixture.scope), fixture.evaluation(), label);
      }
      List<DocumentView> rest = fixture.run(filter, sort, skip, Hint.none(), 0);
      assertEquals(Math.max(0, expected.size() - skip), rest.size(), label + ": skip " + skip);
      for (CollectionIndex index : fixture.indexes) {
        if (!index.definition().isSparse()) {
          List<DocumentView> hinted =
              fixture.run(filter, sort, 0, new Hint.ByName(index.name()), saves(random));
          assertEquals(ids(expected), ids(hinted), label + ", hint " + index.name());
        }
      }
      fixture.checkCount(filter, expected.size(), label);
    }
  }

  /** After how many documents a plan is saved and restored; 0 for never. */
  private static int saves(Random random) {
    return pick(random, List.of(0, 1, 3, 7));
  }

  private static Direction forward() {
    return Direction.FORWARD;
  }

  private static Set<Integer> ids(List<DocumentView> documents) {
    TreeSet<Integer> ids = new TreeSet<>();
    documents.forEach(document -> ids.add(document.toBson().getInt32("_id").getValue()));
    return ids;
  }

  private static void assertSorted(
      List<DocumentView> documents, SortPattern sort, EvaluationScope scope, String label) {
    for (int i = 1; i < documents.size(); i++) {
      int comparison =
          sort.keyComparator()
              .compare(sort.key(documents.get(i - 1), scope), sort.key(documents.get(i), scope));
      assertEquals(true, comparison <= 0, label + ": out of order at " + i + ": " + documents);
    }
  }

  private static BsonDocument randomFilter(Random random, int depth) {
    BsonDocument filter = new BsonDocument();
    int conditions = random.nextInt(3);
    for (int i = 0; i <= conditions; i++) {
      if (depth > 0 && random.nextInt(4) == 0) {
        BsonArray branches = new BsonArray();
        for (int b = 0; b <= random.nextInt(3); b++) {
          branches.add(randomFilter(random, depth - 1));
        }
        filter.append(pick(random, List.of("$or", "$and", "$nor")), branches);
      } else {
        filter.append(
            pick(random, List.of("a", "b", "c.d", "c.e", "c", "_id")), randomCondition(random));
      }
    }
    return filter;
  }

  private static BsonValue randomCondition(Random random) {
    BsonValue value = randomValue(random);
    return switch (random.nextInt(9)) {
      case 0 -> value.isRegularExpression() ? value : new BsonDocument("$eq", value);
      case 1 -> range(random, value);
      case 2 -> range(random, value).append("$lt", plain(random));
      case 3 -> new BsonDocument("$in", new BsonArray(List.of(value, plain(random))));
      case 4 -> BsonDocument.parse("{$exists: " + random.nextBoolean() + "}");
      case 5 -> new BsonDocument("$ne", plain(random));
      case 6 -> new BsonDocument("$not", new BsonDocument("$gt", plain(random)));
      case 7 ->
          new BsonDocument(
              "$elemMatch", new BsonDocument("$gte", plain(random)).append("$lt", plain(random)));
      default -> BsonDocument.parse("{$regex: '^x'}");
    };
  }

  private static BsonDocument range(Random random, BsonValue value) {
    BsonValue operand = value.isRegularExpression() ? plain(random) : value;
    return new BsonDocument(pick(random, List.of("$gt", "$gte", "$lte")), operand);
  }

  private static BsonValue plain(Random random) {
    BsonValue value = randomValue(random);
    return value.isRegularExpression() ? new BsonString("x") : value;
  }

  private static BsonDocument randomSort(Random random) {
    return BsonDocument.parse(
        pick(
            random,
            List.of(
                "{}",
                "{}",
                "{a: 1}",
                "{a: -1}",
                "{b: 1, a: 1}",
                "{a: 1, b: -1}",
                "{'c.d': 1}",
                "{'c.e': -1}",
                "{'c.d': 1, 'c.e': -1}",
                "{b: -1}",
                "{a: -1, b: 1}")));
  }

  private static BsonValue randomValue(Random random) {
    return BsonDocument.parse("{v: " + pick(random, VALUES) + "}").values().iterator().next();
  }

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static List<FilterProvider> filterProviders() {
    PlanProperties.class.getModule().addUses(FilterProvider.class);
    List<FilterProvider> providers = new ArrayList<>();
    ServiceLoader.load(FilterProvider.class).forEach(providers::add);
    return providers;
  }

  /** A small collection with a few indexes. */
  private static final class Fixture implements AutoCloseable {
    private final Storage storage;
    private final RecordStore records;
    private final List<CollectionIndex> indexes = new ArrayList<>();
    private final ParseScope scope = LANGUAGE.scope(ParseOptions.of(NAMESPACE, BsonOrder.SIMPLE));

    Fixture(Random random) {
      storage =
          new MemoryStorageProvider()
              .open("memory", new StorageOptions(Path.of("unused"), new FixedTicker()));
      records = storage.recordStore("records");
      addIndex("{_id: 1}", "unique: true");
      for (String pattern : PATTERNS) {
        if (random.nextInt(3) == 0) {
          addIndex(pattern, "sparse: " + (random.nextInt(4) == 0));
        }
      }
      WriteTransaction transaction = storage.begin(Durability.BUFFERED);
      transaction.createTable("records", TableKind.RECORDS, "db");
      indexes.forEach(index -> transaction.createTable(index.ident(), TableKind.INDEX, "db"));
      int size = random.nextInt(40);
      for (int id = 1; id <= size; id++) {
        insert(transaction, id, randomDocument(random, id));
      }
      transaction.commit();
    }

    private void addIndex(String pattern, String options) {
      String name = "index" + indexes.size();
      if (pattern.equals("{_id: 1}")) {
        name = "_id_";
      }
      BsonDocument spec =
          BsonDocument.parse("{key: " + pattern + ", name: '" + name + "', " + options + "}");
      IndexDefinition definition = new IndexDefinition(spec, BsonOrder.SIMPLE);
      indexes.add(
          new CollectionIndex(
              name,
              definition,
              Collation.SIMPLE,
              new BtreeIndexType().compile(definition),
              storage.sortedTable(name),
              Multikey.NONE));
    }

    private static BsonDocument randomDocument(Random random, int id) {
      BsonDocument document = new BsonDocument("_id", new BsonInt32(id));
      for (String field : List.of("a", "b", "e")) {
        if (random.nextInt(4) != 0) {
          document.append(field, randomValue(random));
        }
      }
      switch (random.nextInt(4)) {
        case 0 -> document.append("c", inner(random));
        case 1 -> document.append("c", new BsonArray(List.of(inner(random), inner(random))));
        case 2 -> document.append("c", randomValue(random));
        default -> {}
      }
      // Two arrays side by side cannot be in one compound index.
      if (document.containsKey("a") && document.get("a").isArray()) {
        for (String field : List.of("b", "c")) {
          document.remove(field);
        }
      } else if (document.containsKey("b") && document.get("b").isArray()) {
        document.remove("c");
      }
      return document;
    }

    private static BsonDocument inner(Random random) {
      BsonDocument document = new BsonDocument();
      if (random.nextInt(4) != 0) {
        document.append("d", scalar(random));
      }
      if (random.nextInt(3) != 0) {
        document.append("e", scalar(random));
      }
      return document;
    }

    private static BsonValue scalar(Random random) {
      BsonValue value = randomValue(random);
      return value.isArray() ? new BsonInt32(1) : value;
    }

    private void insert(WriteTransaction transaction, int id, BsonDocument document) {
      DocumentView view = DocumentView.of(document);
      records.insert(transaction, id, view);
      for (CollectionIndex index : indexes) {
        IndexKeys keys = index.keys(view, id);
        index.addMultikey(keys.multikey());
        index.insert(transaction, keys.entries(), new KeyGap());
      }
    }

    List<DocumentView> run(Filter filter, BsonDocument sort, long skip, Hint hint, int saves) {
      @Nullable SortPattern pattern = sort.isEmpty() ? null : SortPattern.parse(sort, scope);
      PlanQuery query = new PlanQuery(filter, pattern, skip, 0, hint, BsonOrder.SIMPLE, true);
      PlanSource source = new PlanSource(NAMESPACE, records, indexes);
      Planner.Decision decision;
      try (Snapshot snapshot = storage.openSnapshot()) {
        decision = new Planner(query, source).plan(snapshot, evaluation(), null);
      }
      List<DocumentView> found = run(decision.winner(), source, saves);
      for (Plan rejected : decision.rejected()) {
        List<DocumentView> others = run(rejected, source, saves);
        if (skip == 0) {
          assertEquals(ids(found), ids(others), () -> "another plan: " + rejected);
        }
        assertEquals(found.size(), others.size(), () -> "another plan: " + rejected);
        if (pattern != null) {
          assertSorted(others, pattern, evaluation(), "another plan: " + rejected);
        }
      }
      return found;
    }

    private List<DocumentView> run(Plan plan, PlanSource source, int saves) {
      List<DocumentView> found = new ArrayList<>();
      Snapshot snapshot = storage.openSnapshot();
      try (PlanExecutor executor = new PlanExecutor(plan, source, snapshot, evaluation())) {
        while (executor.advance()) {
          found.add(executor.current().retain());
          if (saves > 0 && found.size() % saves == 0) {
            executor.save();
            snapshot.close();
            snapshot = storage.openSnapshot();
            executor.restore(snapshot);
          }
        }
      } finally {
        snapshot.close();
      }
      return found;
    }

    void checkCount(Filter filter, int expected, String label) {
      PlanQuery query = PlanQuery.of(filter, BsonOrder.SIMPLE);
      PlanSource source = new PlanSource(NAMESPACE, records, indexes);
      Plan.CountScan count = new Planner(query, source).countScan();
      if (count != null) {
        try (Snapshot snapshot = storage.openSnapshot();
            PlanExecutor executor = new PlanExecutor(count, source, snapshot, evaluation())) {
          assertEquals(false, executor.advance(), label);
          assertEquals(
              expected, executor.keysExamined(), label + ": count by " + count.index().name());
        }
      }
    }

    EvaluationScope evaluation() {
      return new EvaluationScope(
          new BsonDateTime(0), new BsonTimestamp(0L), new NoSeeds(), () -> {});
    }

    @Override
    public void close() {
      storage.close();
    }
  }
}

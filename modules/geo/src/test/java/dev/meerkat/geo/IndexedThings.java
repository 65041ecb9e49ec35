package dev.meerkat.geo;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.contract.FixedTicker;
import dev.meerkat.contract.NoSeeds;
import dev.meerkat.engine.index.BtreeIndexType;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.index.KeyGap;
import dev.meerkat.engine.index.Multikey;
import dev.meerkat.engine.plan.Hint;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.engine.plan.PlanExecutor;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.engine.plan.PlanSource;
import dev.meerkat.engine.plan.Planner;
import dev.meerkat.query.Language;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.FilterProvider;
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
import java.util.ServiceLoader;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;

/** Documents in memory with indexes, and a planner over them. */
final class IndexedThings implements AutoCloseable {
  private static final Namespace NAMESPACE = new Namespace("db", "things");
  private static final Language LANGUAGE =
      new Language(List.of(), filterProviders(), List.of(), List.of());

  private final Storage storage;
  private final RecordStore records;
  private final List<CollectionIndex> indexes = new ArrayList<>();

  IndexedThings(List<BsonDocument> documents, String... patterns) {
    storage =
        new MemoryStorageProvider()
            .open("memory", new StorageOptions(Path.of("unused"), new FixedTicker()));
    records = storage.recordStore("records");
    for (String pattern : patterns) {
      addIndex(pattern);
    }
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    transaction.createTable("records", TableKind.RECORDS, "db");
    indexes.forEach(index -> transaction.createTable(index.ident(), TableKind.INDEX, "db"));
    long recordId = 1;
    for (BsonDocument document : documents) {
      DocumentView view = DocumentView.of(document);
      records.insert(transaction, recordId, view);
      for (CollectionIndex index : indexes) {
        IndexKeys keys = index.keys(view, recordId);
        index.addMultikey(keys.multikey());
        index.insert(transaction, keys.entries(), new KeyGap());
      }
      recordId++;
    }
    transaction.commit();
  }

  private void addIndex(String pattern) {
    String name = "index" + indexes.size();
    BsonDocument spec = BsonDocument.parse("{key: " + pattern + ", name: '" + name + "'}");
    IndexDefinition definition = new IndexDefinition(spec, BsonOrder.SIMPLE);
    boolean isGeo = spec.getDocument("key").values().stream().anyMatch(value -> value.isString());
    indexes.add(
        new CollectionIndex(
            name,
            definition,
            Collation.SIMPLE,
            (isGeo ? Indexes.type(spec) : new BtreeIndexType()).compile(definition),
            storage.sortedTable(name),
            Multikey.NONE));
  }

  static Filter filter(BsonDocument spec) {
    return LANGUAGE.scope(ParseOptions.of(NAMESPACE, BsonOrder.SIMPLE)).filter(spec);
  }

  Plan plan(BsonDocument spec, Hint hint) {
    PlanQuery query = new PlanQuery(filter(spec), null, 0, 0, hint, BsonOrder.SIMPLE, true);
    try (Snapshot snapshot = storage.openSnapshot()) {
      return new Planner(query, source()).plan(snapshot, evaluation(), null).winner();
    }
  }

  private PlanSource source() {
    return new PlanSource(NAMESPACE, records, indexes);
  }

  /**
   * The documents that a plan answers, in its order.
   *
   * @param yields whether each comes from a snapshot of its own
   */
  List<BsonDocument> run(Plan plan, boolean yields) {
    List<BsonDocument> found = new ArrayList<>();
    Snapshot snapshot = storage.openSnapshot();
    try (PlanExecutor executor = new PlanExecutor(plan, source(), snapshot, evaluation())) {
      while (executor.advance()) {
        found.add(executor.current().toBson());
        if (yields) {
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

  static EvaluationScope evaluation() {
    return new EvaluationScope(new BsonDateTime(0), new BsonTimestamp(0L), new NoSeeds(), () -> {});
  }

  private static List<FilterProvider> filterProviders() {
    IndexedThings.class.getModule().addUses(FilterProvider.class);
    List<FilterProvider> providers = new ArrayList<>();
    ServiceLoader.load(FilterProvider.class).forEach(providers::add);
    return providers;
  }

  @Override
  public void close() {
    storage.close();
  }
}

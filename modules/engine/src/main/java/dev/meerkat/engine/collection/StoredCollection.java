package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.IndexEntry;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexTypeName;
import dev.meerkat.engine.index.PartialIndex;
import dev.meerkat.engine.plan.EqualityIndexes;
import dev.meerkat.engine.plan.PlanSource;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.query.validation.FailureDetails;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexType;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.values.Collation;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * A collection ready for reading and writing: its records, its indexes, its rules, as of one
 * catalog entry. Threads: safe.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/databases-and-collections/#collections">Collections</a>
 */
public final class StoredCollection {
  private final CollectionEntry entry;
  private final RecordStore records;
  private final List<CollectionIndex> indexes;
  private final PlanSource source;
  private final EqualityIndexes equalities;
  private final Collation collation;
  private final @Nullable Validator validator;

  private StoredCollection(
      CollectionEntry entry,
      RecordStore records,
      List<CollectionIndex> indexes,
      List<CollectionIndex> readable,
      Collation collation,
      @Nullable Validator validator) {
    this.entry = entry;
    this.records = records;
    this.indexes = List.copyOf(indexes);
    this.source = new PlanSource(entry.namespace(), records, readable, entry.life().planCache());
    this.equalities = EqualityIndexes.of(source.indexes());
    this.collation = collation;
    this.validator = validator;
  }

  static StoredCollection of(Engine engine, CollectionEntry entry) {
    List<CollectionIndex> all = new ArrayList<>();
    List<CollectionIndex> readable = new ArrayList<>();
    for (IndexEntry index : entry.indexes()) {
      CollectionIndex compiled =
          entry.life().index(index, described -> compile(engine, entry.namespace(), described));
      all.add(compiled);
      if (index.ready()) {
        readable.add(compiled);
      }
    }
    Collation collation = entry.options().parsedCollation();
    return new StoredCollection(
        entry,
        engine.storage().recordStore(entry.ident()),
        all,
        readable,
        collation,
        validator(engine, entry, collation));
  }

  /** Makes an index of its catalog entry. */
  public static CollectionIndex compile(Engine engine, Namespace namespace, IndexEntry index) {
    Collation collation =
        index.spec().isDocument("collation")
            ? Collation.parse(index.spec().getDocument("collation"))
            : Collation.SIMPLE;
    // Only the _id index is unique without saying so.
    BsonDocument spec = index.isId() ? uniqueSpec(index.spec()) : index.spec();
    IndexDefinition definition = new IndexDefinition(spec, collation.order());
    return new CollectionIndex(
        index.ident(),
        definition,
        collation,
        compiled(engine, namespace, definition),
        engine.storage().sortedTable(index.ident()),
        index.multikey());
  }

  private static CompiledIndex compiled(
      Engine engine, Namespace namespace, IndexDefinition definition) {
    CompiledIndex index = type(engine, definition.keyPattern()).compile(definition);
    BsonDocument spec = definition.spec();
    if (!spec.isDocument("partialFilterExpression")) {
      return index;
    }
    ParseOptions options =
        new ParseOptions(
            namespace,
            definition.order(),
            spec.isDocument("collation") ? spec.getDocument("collation") : null,
            false,
            List.of());
    Filter filter =
        engine.language().scope(options).filter(spec.getDocument("partialFilterExpression"));
    return new PartialIndex(index, filter, () -> bareScope(engine));
  }

  private static EvaluationScope bareScope(Engine engine) {
    return new EvaluationScope(new BsonDateTime(0), new BsonTimestamp(), engine.seeds(), () -> {});
  }

  /** The type of a key pattern. */
  static IndexType type(Engine engine, BsonDocument keyPattern) {
    String name = IndexTypeName.of(keyPattern);
    IndexType type = engine.indexTypes().get(name);
    if (type == null) {
      throw new IllegalStateException("no index type " + name);
    }
    return type;
  }

  public CollectionEntry entry() {
    return entry;
  }

  public Namespace namespace() {
    return entry.namespace();
  }

  public RecordStore records() {
    return records;
  }

  /** All indexes that writes maintain, those being built included; the {@code _id} index first. */
  public List<CollectionIndex> indexes() {
    return indexes;
  }

  /** What queries may read. */
  public PlanSource source() {
    return source;
  }

  /** The indexes of {@link #source} that leave an equality no choice. */
  EqualityIndexes equalities() {
    return equalities;
  }

  /** The collection's default collation. */
  public Collation collation() {
    return collation;
  }

  @Nullable Validator validator() {
    return validator;
  }

  private static @Nullable Validator validator(
      Engine engine, CollectionEntry entry, Collation collation) {
    BsonDocument spec = entry.options().validator();
    if (spec == null || spec.isEmpty()) {
      return null;
    }
    ParseOptions options =
        new ParseOptions(
            entry.namespace(), collation.order(), entry.options().collation(), false, List.of());
    ParseScope scope = engine.language().scope(options);
    return new Validator(
        entry.namespace(),
        scope.filter(spec),
        FailureDetails.of(spec, scope),
        entry.options().text("validationLevel", "strict"),
        entry.options().text("validationAction", "error"));
  }

  private static BsonDocument uniqueSpec(BsonDocument spec) {
    BsonDocument unique = new BsonDocument();
    unique.putAll(spec);
    return unique.append("unique", BsonBoolean.TRUE);
  }
}

package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.timeseries.BucketIndexSpecs;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One collMod: options of a collection, a view or an index. Threads: confined to one operation. */
final class CollectionChange {
  private static final Set<String> VIEW_FIELDS = Set.of("viewOn", "pipeline");

  private final Engine engine;
  private final Namespace namespace;
  private final BsonDocument changes;
  private final @Nullable IndexChange index;

  CollectionChange(Engine engine, Namespace namespace, BsonDocument changes) {
    this.engine = engine;
    this.namespace = namespace;
    this.changes = changes;
    this.index =
        changes.isDocument("index")
            ? new IndexChange(engine, namespace, changes.getDocument("index"))
            : null;
  }

  /** What is said of a time-series collection is said of its buckets. */
  static CollectionChange of(Engine engine, Namespace namespace, BsonDocument changes) {
    CollectionEntry buckets = engine.catalog().snapshot().bucketsOf(namespace);
    TimeseriesOptions timeseries = buckets == null ? null : buckets.options().timeseries();
    return buckets == null || timeseries == null
        ? new CollectionChange(engine, namespace, changes)
        : new CollectionChange(engine, buckets.namespace(), onBuckets(changes, timeseries));
  }

  private static BsonDocument onBuckets(BsonDocument changes, TimeseriesOptions timeseries) {
    BsonDocument translated = new BsonDocument();
    for (Map.Entry<String, BsonValue> change : changes.entrySet()) {
      switch (change.getKey()) {
        case "expireAfterSeconds", "timeseries" ->
            translated.append(change.getKey(), change.getValue());
        case "index" ->
            translated.append("index", index(change.getValue().asDocument(), timeseries));
        // As mongod: a cap is no part of what is handed on to the buckets.
        case "cappedSize", "cappedMax" -> {}
        default ->
            throw new ServerException(
                ErrorCode.INVALID_OPTIONS,
                "option not supported on a time-series collection: " + change.getKey());
      }
    }
    return translated;
  }

  private static BsonDocument index(BsonDocument change, TimeseriesOptions timeseries) {
    BsonDocument translated = new BsonDocument();
    translated.putAll(change);
    if (change.isDocument("keyPattern")) {
      translated.put(
          "keyPattern",
          new BucketIndexSpecs(timeseries)
              .keyOnBuckets(change.getDocument("keyPattern"), ErrorCode.INDEX_NOT_FOUND));
    }
    return translated;
  }

  /**
   * @param dryRun whether to find out only whether it could be done
   */
  BsonDocument run(Operation operation, boolean dryRun) {
    CollectionEntry entry = Catalog.require(engine.catalog().snapshot(), namespace);
    checkDefinitions(entry);
    if (index != null) {
      index.check(operation);
    }
    // Even where nothing changes, those who watch the collection are told.
    if (!dryRun && !(changes.isEmpty() && entry.isView())) {
      var _ = engine.catalog().change(operation, namespace, changes, this::apply);
    }
    return index == null ? new BsonDocument() : index.reply();
  }

  /** What can be judged without the turn: the new pipeline, the new validator. */
  private void checkDefinitions(CollectionEntry entry) {
    boolean hasViewFields = changes.keySet().stream().anyMatch(VIEW_FIELDS::contains);
    if (entry.isView()) {
      for (String name : changes.keySet()) {
        if (!VIEW_FIELDS.contains(name)) {
          throw new ServerException(
              ErrorCode.INVALID_OPTIONS, "option not supported on a view: " + name);
        }
      }
      if (hasViewFields) {
        CollectionOptions changed = view(entry.options());
        new ViewDefinitions(engine).check(namespace, changed, engine.catalog().snapshot());
      }
    } else if (hasViewFields) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "option only supported on a view: viewOn or pipeline");
    } else if (changes.isDocument("validator")) {
      new ValidatorRules(engine)
          .check(namespace, entry.options().withValidator(changes.getDocument("validator")));
    }
  }

  /** Runs in the turn, perhaps more than once. */
  private CollectionEntry apply(Turn turn, CollectionEntry entry) {
    if (entry.isView()) {
      return entry.withOptions(view(entry.options()));
    }
    CollectionEntry changed = index == null ? entry : index.apply(entry, turn.transaction());
    for (Map.Entry<String, BsonValue> change : changes.entrySet()) {
      BsonValue value = change.getValue();
      CollectionOptions options = changed.options();
      changed =
          switch (change.getKey()) {
            case "validator" ->
                changed.withOptions(
                    options.withValidator(
                        value.asDocument().isEmpty() ? null : value.asDocument()));
            case "validationLevel", "validationAction", CollectionOptions.IMAGES ->
                changed.withOptions(options.withOther(change.getKey(), value));
            case "expireAfterSeconds" -> changed.withOptions(expire(options, value));
            case "cappedSize" -> changed.withOptions(cap(options, value, null));
            case "cappedMax" -> changed.withOptions(cap(options, null, value));
            case "timeseries" -> changed.withOptions(timeseries(turn, options, value.asDocument()));
            case "index" -> changed;
            default ->
                throw new ServerException(
                    ErrorCode.INVALID_OPTIONS, "unknown option to collMod: " + change.getKey());
          };
    }
    NamespaceRules.checkImages(namespace, changed.options());
    return changed;
  }

  private CollectionOptions view(CollectionOptions options) {
    String viewOn =
        changes.isString("viewOn")
            ? changes.getString("viewOn").getValue()
            : String.valueOf(options.viewOn());
    BsonArray pipeline =
        changes.isArray("pipeline") ? changes.getArray("pipeline") : options.pipeline();
    if (viewOn.isEmpty()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "'viewOn' cannot be empty");
    }
    return options.withView(viewOn, pipeline);
  }

  private CollectionOptions timeseries(Turn turn, CollectionOptions options, BsonDocument value) {
    TimeseriesOptions known = options.timeseries();
    if (known == null) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "option only supported on a time-series collection: timeseries");
    }
    TimeseriesOptions wanted = known.with(value);
    if (wanted.equals(known)) {
      return options;
    }
    new TimeseriesCatalog(engine).show(turn, namespace, wanted);
    return options.withOther(TimeseriesOptions.OPTION, wanted.toBson());
  }

  /** A number of seconds, or {@code off}. */
  private static CollectionOptions expire(CollectionOptions options, BsonValue value) {
    if (!options.isClustered()) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "'expireAfterSeconds' is only supported on time-series collections or when the"
              + " 'clusteredIndex' option is specified");
    }
    return value.isString()
        ? options.withoutOther("expireAfterSeconds")
        : options.withOther("expireAfterSeconds", value);
  }

  private static CollectionOptions cap(
      CollectionOptions options, @Nullable BsonValue size, @Nullable BsonValue max) {
    if (!options.capped()) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "Collection must be capped to change its size");
    }
    return options.withCap(
        size == null ? options.sizeBytes() : CollectionOptionsParser.cappedSize(size.asNumber()),
        max == null ? options.maxDocuments() : CollectionOptionsParser.cappedMax(max.asNumber()));
  }
}

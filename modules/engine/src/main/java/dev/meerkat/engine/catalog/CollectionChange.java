package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One collMod: options of a collection, a view or an index. Threads: confined to one operation. */
final class CollectionChange {
  private static final Set<String> VIEW_FIELDS = Set.of("viewOn", "pipeline");

  private final Engine engine;
  private final Namespace namespace;
  private final BsonDocument changes;
  private BsonDocument reply = new BsonDocument();

  CollectionChange(Engine engine, Namespace namespace, BsonDocument changes) {
    this.engine = engine;
    this.namespace = namespace;
    this.changes = changes;
  }

  BsonDocument run(Operation operation) {
    CollectionEntry entry = Catalog.require(engine.catalog().snapshot(), namespace);
    checkDefinitions(entry);
    if (changes.isEmpty()) {
      return reply;
    }
    var _ = engine.catalog().change(operation, namespace, this::apply);
    return reply;
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
  private CollectionEntry apply(CollectionEntry entry) {
    reply = new BsonDocument();
    CollectionEntry changed = entry;
    if (entry.isView()) {
      return entry.withOptions(view(entry.options()));
    }
    for (Map.Entry<String, BsonValue> change : changes.entrySet()) {
      BsonValue value = change.getValue();
      CollectionOptions options = changed.options();
      changed =
          switch (change.getKey()) {
            case "validator" ->
                changed.withOptions(
                    options.withValidator(
                        value.asDocument().isEmpty() ? null : value.asDocument()));
            case "validationLevel", "validationAction", "changeStreamPreAndPostImages" ->
                changed.withOptions(options.withOther(change.getKey(), value));
            case "cappedSize" -> changed.withOptions(cap(options, value, null));
            case "cappedMax" -> changed.withOptions(cap(options, null, value));
            case "index" -> index(changed, value.asDocument());
            default ->
                throw new ServerException(
                    ErrorCode.INVALID_OPTIONS, "unknown option to collMod: " + change.getKey());
          };
    }
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

  private static CollectionOptions cap(
      CollectionOptions options, @Nullable BsonValue size, @Nullable BsonValue max) {
    if (!options.capped()) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "Collection must be capped to change its size");
    }
    return options.withCap(
        size == null ? options.sizeBytes() : CollectionOptions.cappedSize(size.asNumber()),
        max == null ? options.maxDocuments() : CollectionOptions.cappedMax(max.asNumber()));
  }

  private CollectionEntry index(CollectionEntry entry, BsonDocument change) {
    IndexEntry index = find(entry, change);
    BsonDocument spec = new BsonDocument();
    spec.putAll(index.spec());
    if (change.containsKey("hidden")) {
      hide(index, spec, change.get("hidden"));
    }
    if (change.containsKey("expireAfterSeconds")) {
      expire(spec, change.get("expireAfterSeconds"));
    }
    if (change.containsKey("unique") || change.containsKey("prepareUnique")) {
      throw new ServerException(
          ErrorCode.NOT_IMPLEMENTED, "converting an index to unique is not supported");
    }
    return entry.withIndex(index.withSpec(spec));
  }

  private static IndexEntry find(CollectionEntry entry, BsonDocument change) {
    BsonValue name = change.get("name");
    if (name == null) {
      if (!change.isDocument("keyPattern")) {
        throw new ServerException(
            ErrorCode.INVALID_OPTIONS, "either name or keyPattern must be given");
      }
      return IndexSelection.of(entry, change.getDocument("keyPattern")).getFirst();
    }
    IndexEntry index = entry.index(name.asString().getValue());
    if (index == null) {
      throw new ServerException(
          ErrorCode.INDEX_NOT_FOUND,
          "cannot find index " + name.asString().getValue() + " for ns " + entry.namespace());
    }
    return index;
  }

  private void hide(IndexEntry index, BsonDocument spec, BsonValue value) {
    boolean hidden = value instanceof BsonBoolean bool && bool.getValue();
    if (index.isId()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "can't hide _id index");
    }
    boolean before = spec.containsKey("hidden");
    if (before != hidden) {
      reply
          .append("hidden_old", BsonBoolean.valueOf(before))
          .append("hidden_new", BsonBoolean.valueOf(hidden));
    }
    if (hidden) {
      spec.put("hidden", BsonBoolean.TRUE);
    } else {
      spec.remove("hidden");
    }
  }

  private void expire(BsonDocument spec, BsonValue value) {
    if (!(value instanceof BsonNumber seconds)
        || seconds.longValue() < 0
        || seconds.longValue() > Integer.MAX_VALUE) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "TTL index 'expireAfterSeconds' option must be within 0 and " + Integer.MAX_VALUE);
    }
    if (spec.containsKey("expireAfterSeconds")) {
      reply.append(
          "expireAfterSeconds_old",
          new BsonInt64(spec.getNumber("expireAfterSeconds").longValue()));
    }
    BsonInt64 changed = new BsonInt64(seconds.longValue());
    reply.append("expireAfterSeconds_new", changed);
    spec.put("expireAfterSeconds", changed);
  }
}

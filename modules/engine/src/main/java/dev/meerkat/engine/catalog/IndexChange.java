package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.StoredCollection;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.StorageReader;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What one collMod does to one index. Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/collMod/#change-index-properties">Change
 *     index properties</a>
 */
final class IndexChange {
  private final Engine engine;
  private final Namespace namespace;
  private final BsonDocument change;
  private BsonDocument reply = new BsonDocument();

  /** The collection as it was when its keys were found to be unique. */
  private @Nullable CollectionEntry checked;

  /**
   * @param change {@code name} or {@code keyPattern}, and what is to change
   */
  IndexChange(Engine engine, Namespace namespace, BsonDocument change) {
    this.engine = engine;
    this.namespace = namespace;
    this.change = change;
  }

  /**
   * What can be found out before the turn: whether the keys are unique, where they are to be.
   *
   * @throws ServerException 359 with the documents in the way
   */
  void check(Operation operation) {
    if (!change.containsKey("unique")) {
      return;
    }
    try (Execution execution = new Execution(operation)) {
      CollectionEntry entry = Catalog.require(execution.view().catalog(), namespace);
      checkUnique(entry, find(entry), execution.view().storage());
      checked = entry;
    }
  }

  /** What the reply tells of old and new values. */
  BsonDocument reply() {
    return reply;
  }

  /** Answers the collection with the changed index; in the turn, perhaps more than once. */
  @SuppressWarnings("ReferenceEquality") // an entry is replaced, never changed
  CollectionEntry apply(CollectionEntry entry, StorageReader reader) {
    reply = new BsonDocument();
    IndexEntry index = find(entry);
    BsonDocument spec = new BsonDocument();
    spec.putAll(index.spec());
    if (change.containsKey("expireAfterSeconds")) {
      expire(index, spec, change.get("expireAfterSeconds"));
    }
    if (change.containsKey("hidden")) {
      hide(index, spec);
    }
    if (change.containsKey("prepareUnique")) {
      toggle(spec, "prepareUnique");
    }
    if (change.containsKey("unique")) {
      // Nothing has come between where the entry is the same: its writers kept the keys unique.
      if (entry != checked) {
        checkUnique(entry, index, reader);
      }
      makeUnique(spec);
    }
    return entry.withIndex(index.withSpec(spec));
  }

  private IndexEntry find(CollectionEntry entry) {
    BsonValue name = change.get("name");
    IndexEntry index =
        name == null
            ? IndexSelection.byPattern(entry, change.getDocument("keyPattern"))
            : entry.index(name.asString().getValue());
    if (index == null || !index.ready()) {
      throw new ServerException(
          ErrorCode.INDEX_NOT_FOUND,
          "cannot find index "
              + (name == null ? change.getDocument("keyPattern") : name.asString().getValue())
              + " for ns "
              + entry.namespace());
    }
    return index;
  }

  private void checkUnique(CollectionEntry entry, IndexEntry index, StorageReader reader) {
    if (!isSet(change, "unique")) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "collMod does not support converting an index to non-unique");
    }
    if (isUnique(index)) {
      return;
    }
    if (!isSet(index.spec(), "prepareUnique")) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "Cannot make index unique with 'prepareUnique=false'. Run collMod to set it first");
    }
    StoredCollection collection = engine.collections().of(entry);
    for (CollectionIndex stored : collection.indexes()) {
      if (stored.name().equals(index.name())) {
        new UniqueConflicts(stored, collection.records(), reader).check();
      }
    }
  }

  private static boolean isUnique(IndexEntry index) {
    return index.isId() || isSet(index.spec(), "unique");
  }

  private void makeUnique(BsonDocument spec) {
    if (!isSet(spec, "prepareUnique")) {
      return;
    }
    spec.remove("prepareUnique");
    spec.put("unique", BsonBoolean.TRUE);
    reply.append("unique_new", BsonBoolean.TRUE);
  }

  private void hide(IndexEntry index, BsonDocument spec) {
    if (index.isClustered()) {
      throw new ServerException(
          ErrorCode.location(6011800), "The 'clusteredIndex' cannot be hidden or unhidden");
    }
    if (index.isId()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "can't hide _id index");
    }
    toggle(spec, "hidden");
  }

  /** Sets a flag that a spec has or has not. */
  private void toggle(BsonDocument spec, String name) {
    boolean before = isSet(spec, name);
    boolean after = isSet(change, name);
    if (before != after) {
      reply
          .append(name + "_old", BsonBoolean.valueOf(before))
          .append(name + "_new", BsonBoolean.valueOf(after));
    }
    if (after) {
      spec.put(name, BsonBoolean.TRUE);
    } else {
      spec.remove(name);
    }
  }

  private void expire(IndexEntry index, BsonDocument spec, BsonValue value) {
    if (!(value instanceof BsonNumber seconds)
        || seconds.longValue() < 0
        || seconds.longValue() > Integer.MAX_VALUE) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "TTL index 'expireAfterSeconds' option must be within 0 and " + Integer.MAX_VALUE);
    }
    if (index.isId()) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "the _id field does not support TTL indexes");
    }
    if (index.keyPattern().size() != 1) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "TTL indexes are single-field indexes, compound indexes do not support TTL");
    }
    if (index.keyPattern().getFirstKey().contains("$**")) {
      // No field's dates would be looked at. (MongoDB 8.2 dies of it.)
      throw new ServerException(ErrorCode.INVALID_OPTIONS, "wildcard indexes do not support TTL");
    }
    if (spec.containsKey("expireAfterSeconds")) {
      reply.append(
          "expireAfterSeconds_old",
          new BsonInt64(spec.getNumber("expireAfterSeconds").longValue()));
    }
    BsonInt64 changed = new BsonInt64(seconds.longValue());
    reply.append("expireAfterSeconds_new", changed);
    spec.put("expireAfterSeconds", new BsonInt32((int) seconds.longValue()));
  }

  private static boolean isSet(BsonDocument document, String name) {
    return document.get(name) instanceof BsonBoolean flag && flag.getValue();
  }
}

package dev.meerkat.crash.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Keys of a {@link State} that change together: all or none of them. Threads: immutable.
 *
 * @param changes the new values by key; null for what goes
 */
record Effect(Map<String, BsonValue> changes) {
  static Effect put(String namespace, BsonDocument document) {
    return one(State.document(namespace, document.getInt64("_id").getValue()), document);
  }

  static Effect remove(String namespace, long id) {
    return one(State.document(namespace, id), null);
  }

  static Effect addIndex(String namespace, String name) {
    return one(State.index(namespace, name), BsonBoolean.TRUE);
  }

  static Effect dropIndex(String namespace, String name) {
    return one(State.index(namespace, name), null);
  }

  static Effect create(String namespace) {
    Map<String, BsonValue> changes = new HashMap<>();
    changes.put(State.collection(namespace), BsonBoolean.TRUE);
    changes.put(State.index(namespace, "_id_"), BsonBoolean.TRUE);
    return new Effect(changes);
  }

  static Effect drop(State state, String namespace) {
    Map<String, BsonValue> changes = new HashMap<>();
    changes.put(State.collection(namespace), null);
    state.indexes(namespace).forEach(name -> changes.put(State.index(namespace, name), null));
    state.documents(namespace).keySet().forEach(key -> changes.put(key, null));
    return new Effect(changes);
  }

  /** A collection is there, with its indexes and these documents alone. */
  static Effect replace(State state, String namespace, List<BsonDocument> documents) {
    Map<String, BsonValue> changes = new HashMap<>();
    state.documents(namespace).keySet().forEach(key -> changes.put(key, null));
    for (BsonDocument document : documents) {
      changes.put(State.document(namespace, document.getInt64("_id").getValue()), document);
    }
    changes.put(State.collection(namespace), BsonBoolean.TRUE);
    changes.put(State.index(namespace, "_id_"), BsonBoolean.TRUE);
    return new Effect(changes);
  }

  /** All of one collection gets another's name; what was there under that name goes. */
  static Effect rename(State state, String from, String to) {
    Map<String, BsonValue> changes = new HashMap<>(drop(state, to).changes);
    changes.putAll(drop(state, from).changes);
    changes.put(State.collection(to), BsonBoolean.TRUE);
    state.indexes(from).forEach(name -> changes.put(State.index(to, name), BsonBoolean.TRUE));
    state
        .documents(from)
        .forEach((key, document) -> changes.put(to + key.substring(from.length()), document));
    return new Effect(changes);
  }

  private static Effect one(String key, BsonValue value) {
    Map<String, BsonValue> changes = new HashMap<>();
    changes.put(key, value);
    return new Effect(changes);
  }

  void apply(State state) {
    changes.forEach(state::set);
  }

  /** Whether a state has every key as this effect leaves it. */
  boolean shows(State state) {
    for (Map.Entry<String, BsonValue> change : changes.entrySet()) {
      if (!Objects.equals(state.get(change.getKey()), change.getValue())) {
        return false;
      }
    }
    return true;
  }
}

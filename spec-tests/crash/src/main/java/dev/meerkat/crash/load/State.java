package dev.meerkat.crash.load;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * What belongs to one worker, flat: a key for each collection, index and document, so that every
 * change, a drop or a rename too, is a set of keys that change together. Threads: confined.
 */
public final class State {
  private static final BsonValue THERE = BsonBoolean.TRUE;

  /** Ids are below it; with it added they all have the same length. */
  private static final long ID_LIMIT = 100_000_000_000L;

  private final TreeMap<String, BsonValue> things = new TreeMap<>();

  public State copy() {
    State copy = new State();
    copy.things.putAll(things);
    return copy;
  }

  static String collection(String namespace) {
    return namespace;
  }

  static String index(String namespace, String name) {
    return namespace + '#' + name;
  }

  static String document(String namespace, long id) {
    return namespace + '/' + (ID_LIMIT + id);
  }

  void addCollection(String namespace) {
    things.put(collection(namespace), THERE);
  }

  void addIndex(String namespace, String name) {
    things.put(index(namespace, name), THERE);
  }

  void addDocument(String namespace, BsonDocument document) {
    things.put(document(namespace, document.getInt64("_id").getValue()), document);
  }

  BsonValue get(String key) {
    return things.get(key);
  }

  /** Sets a key, or removes it where {@code value} is null. */
  void set(String key, BsonValue value) {
    if (value == null) {
      things.remove(key);
    } else {
      things.put(key, value);
    }
  }

  boolean has(String key) {
    return things.containsKey(key);
  }

  Map<String, BsonValue> all() {
    return Collections.unmodifiableMap(things);
  }

  /** The documents of a collection, by key. */
  NavigableMap<String, BsonValue> documents(String namespace) {
    return things.subMap(namespace + '/', false, namespace + '0', false);
  }

  /** The names of the indexes of a collection, which this worker answers for. */
  List<String> indexes(String namespace) {
    int from = namespace.length() + 1;
    return things.subMap(namespace + '#', namespace + '$').keySet().stream()
        .map(key -> key.substring(from))
        .toList();
  }

  /** The keys that are not the same in another state. */
  Set<String> differences(State other) {
    var keys = new TreeSet<String>();
    keys.addAll(things.keySet());
    keys.addAll(other.things.keySet());
    keys.removeIf(key -> Objects.equals(things.get(key), other.things.get(key)));
    return keys;
  }
}

package dev.meerkat.crash.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What a change stream has told so far, applied one event after the other to nothing: it must be
 * what there is. An event that is lost or told twice shows. Threads: confined, save that a copy is
 * another one's.
 */
public final class Told {
  private final Map<String, Map<BsonValue, BsonDocument>> collections = new HashMap<>();
  private BsonDocument token;

  /**
   * @param token of the stream's beginning, before anything was written
   */
  Told(BsonDocument token) {
    this.token = token;
  }

  Told copy() {
    Told copy = new Told(token);
    collections.forEach((name, documents) -> copy.collections.put(name, new HashMap<>(documents)));
    return copy;
  }

  /** Where the stream goes on. */
  BsonDocument token() {
    return token;
  }

  private static String data(BsonDocument token) {
    return token.getString("_data").getValue();
  }

  void apply(BsonDocument event) {
    BsonDocument id = event.getDocument("_id");
    Violation.require(data(id).compareTo(data(token)) > 0, () -> "told twice: " + event.toJson());
    token = id;
    String namespace = namespace(event.getDocument("ns"));
    String type = event.getString("operationType").getValue();
    switch (type) {
      case "insert", "replace", "update", "delete" -> change(type, namespace, event);
      case "drop" -> collections.remove(namespace);
      case "rename" -> {
        Map<BsonValue, BsonDocument> moved = collections.remove(namespace);
        if (moved != null) {
          collections.put(namespace(event.getDocument("to")), moved);
        } else {
          collections.remove(namespace(event.getDocument("to")));
        }
      }
      case "dropDatabase" -> collections.keySet().removeIf(name -> name.startsWith(namespace));
      default -> throw new Violation("an unknown event: " + event.toJson());
    }
  }

  private static String namespace(BsonDocument ns) {
    return ns.getString("db").getValue()
        + '.'
        + ns.getString("coll", new BsonString("")).getValue();
  }

  private void change(String type, String namespace, BsonDocument event) {
    var documents = collections.computeIfAbsent(namespace, _ -> new HashMap<>());
    BsonValue id = event.getDocument("documentKey").get("_id");
    BsonDocument before = documents.get(id);
    Violation.require(
        (before == null) == type.equals("insert"),
        () -> "an event was lost or doubled before " + event.toJson() + ", there was " + before);
    switch (type) {
      case "insert", "replace" -> documents.put(id, event.getDocument("fullDocument"));
      case "update" ->
          documents.put(id, updated(before.clone(), event.getDocument("updateDescription")));
      default -> documents.remove(id);
    }
  }

  private static BsonDocument updated(BsonDocument document, BsonDocument description) {
    for (BsonValue removed : description.getArray("removedFields")) {
      set(document, removed.asString().getValue(), null);
    }
    for (BsonValue each : description.getArray("truncatedArrays", new BsonArray())) {
      BsonDocument truncated = each.asDocument();
      BsonArray array = find(document, truncated.getString("field").getValue()).asArray();
      List<BsonValue> rest = array.subList(truncated.getInt32("newSize").getValue(), array.size());
      rest.clear();
    }
    description.getDocument("updatedFields").forEach((path, value) -> set(document, path, value));
    return document;
  }

  private static BsonValue find(BsonValue within, String path) {
    BsonValue found = within;
    for (String name : path.split("\\.", -1)) {
      found =
          found.isArray()
              ? found.asArray().get(Integer.parseInt(name))
              : found.asDocument().get(name);
    }
    return found;
  }

  /** Sets what a path names, or removes it where the value is null. */
  private static void set(BsonDocument document, String path, BsonValue value) {
    int dot = path.lastIndexOf('.');
    String name = path.substring(dot + 1);
    BsonValue parent = dot < 0 ? document : find(document, path.substring(0, dot));
    if (parent.isArray()) {
      BsonArray array = parent.asArray();
      int index = Integer.parseInt(name);
      while (array.size() <= index) {
        array.add(BsonNull.VALUE);
      }
      array.set(index, value);
    } else if (value == null) {
      parent.asDocument().remove(name);
    } else {
      parent.asDocument().put(name, value);
    }
  }

  /** Fails unless a collection has what the events make of it. */
  public void requireSame(String namespace, Iterable<BsonDocument> documents) {
    Violation.requireSame(
        "the change stream", namespace, collections.getOrDefault(namespace, Map.of()), documents);
  }
}

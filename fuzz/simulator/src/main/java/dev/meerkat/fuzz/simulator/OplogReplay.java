package dev.meerkat.fuzz.simulator;

import dev.meerkat.query.update.DiffUpdate;
import java.util.HashMap;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/**
 * What the entries of an oplog make of nothing: it must be what there is. Threads: confined to one
 * thread.
 */
final class OplogReplay {
  /** Collections by UUID: their names, and their documents by {@code _id}. */
  private final Map<BsonValue, String> names = new HashMap<>();

  private final Map<BsonValue, Map<BsonValue, BsonDocument>> collections = new HashMap<>();
  private BsonTimestamp last = new BsonTimestamp(0);

  /** Applies the next entry. */
  void apply(BsonDocument entry) {
    Checks.require(
        entry.getTimestamp("ts").compareTo(last) > 0, "the oplog goes back at " + entry.toJson());
    last = entry.getTimestamp("ts");
    applyOperation(entry);
  }

  /** The namespaces of the collections that there are, and their documents by {@code _id}. */
  Map<String, Map<BsonValue, BsonDocument>> contents() {
    Map<String, Map<BsonValue, BsonDocument>> contents = new HashMap<>();
    names.forEach((uuid, name) -> contents.put(name, collections.get(uuid)));
    return contents;
  }

  private void applyOperation(BsonDocument entry) {
    BsonDocument o = entry.getDocument("o");
    switch (entry.getString("op").getValue()) {
      case "i" -> {
        BsonDocument old = documents(entry).put(o.get("_id"), o);
        Checks.require(old == null, "inserted twice: " + entry.toJson());
      }
      case "u" -> update(entry, o);
      case "d" -> {
        BsonDocument old = documents(entry).remove(o.get("_id"));
        Checks.require(old != null, "removed and not there: " + entry.toJson());
      }
      case "c" -> command(entry, o);
      default -> Checks.require(entry.getString("op").getValue().equals("n"), entry.toJson());
    }
  }

  private void update(BsonDocument entry, BsonDocument o) {
    BsonValue id = entry.getDocument("o2").get("_id");
    BsonDocument before =
        Checks.present(documents(entry).get(id), "changed and not there: " + entry.toJson());
    BsonDocument after =
        o.containsKey("diff") && o.containsKey("$v")
            ? DiffUpdate.applied(before, o.getDocument("diff"))
            : o;
    documents(entry).put(id, after);
  }

  private Map<BsonValue, BsonDocument> documents(BsonDocument entry) {
    return Checks.present(
        collections.get(entry.get("ui")), "of an unknown collection: " + entry.toJson());
  }

  private void command(BsonDocument entry, BsonDocument o) {
    BsonValue uuid = entry.get("ui", BsonNull.VALUE);
    String namespace = entry.getString("ns").getValue();
    String database = namespace.substring(0, namespace.indexOf('.'));
    switch (o.getFirstKey()) {
      case "applyOps" ->
          o.getArray("applyOps").forEach(operation -> applyOperation(operation.asDocument()));
      case "create" -> {
        names.put(uuid, database + "." + o.getString("create").getValue());
        collections.put(uuid, new HashMap<>());
      }
      case "drop" -> drop(uuid);
      case "renameCollection" -> {
        if (o.containsKey("dropTarget")) {
          drop(o.get("dropTarget"));
        }
        names.put(uuid, o.getString("to").getValue());
      }
      case "createIndexes", "dropIndexes", "collMod", "dropDatabase" -> {}
      default -> throw new AssertionError("an unknown command: " + entry.toJson());
    }
  }

  private void drop(BsonValue uuid) {
    Checks.require(names.remove(uuid) != null, "dropped and not there: " + uuid);
    collections.remove(uuid);
  }

  /** Fails unless a namespace has these documents. */
  void requireSame(String namespace, Iterable<BsonDocument> documents) {
    Map<BsonValue, BsonDocument> replayed =
        Checks.present(contents().get(namespace), "the oplog does not make " + namespace);
    int count = 0;
    for (BsonDocument document : documents) {
      count++;
      BsonDocument other = replayed.get(document.get("_id"));
      Checks.require(
          other != null && Statement.isSame(document, other),
          "the oplog makes " + other + " of " + document.toJson());
    }
    Checks.require(
        count == replayed.size(),
        "the oplog makes %d documents, and there are %d".formatted(replayed.size(), count));
  }
}

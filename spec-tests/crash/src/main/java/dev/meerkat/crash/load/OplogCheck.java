package dev.meerkat.crash.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/**
 * The oplog after a crash: its entries, applied one after the other to nothing, make exactly the
 * documents that there are. It is read from its first entry, so the server must have been given
 * room for all. Threads: confined.
 */
final class OplogCheck {
  private final Map<BsonValue, String> names = new HashMap<>();
  private final Map<BsonValue, Map<BsonValue, BsonDocument>> collections = new HashMap<>();
  private BsonTimestamp last = new BsonTimestamp(0);

  private OplogCheck() {}

  /** Reads and applies all entries. */
  static OplogCheck read(ServerConnection connection) throws IOException {
    OplogCheck check = new OplogCheck();
    BsonArray entries =
        connection.requireAll(
            "local", Documents.of("find", "oplog.rs", "sort", Documents.of("$natural", 1)));
    Violation.require(
        !entries.isEmpty() && isBeginning(entries.get(0).asDocument()),
        () -> "the oplog does not begin with the set: " + entries);
    for (BsonValue entry : entries) {
      check.applyNext(entry.asDocument());
    }
    return check;
  }

  private static boolean isBeginning(BsonDocument entry) {
    return entry.getString("op").getValue().equals("n");
  }

  /** Fails unless a collection has what the oplog makes of it. */
  void requireSame(String namespace, Iterable<BsonDocument> documents) {
    Violation.requireSame("the oplog", namespace, find(namespace), documents);
  }

  /** Fails where the oplog makes other collections with a prefix than there are. */
  void requireNamespaces(String prefix, List<String> namespaces) {
    List<String> made =
        names.values().stream().filter(name -> name.startsWith(prefix)).sorted().toList();
    Violation.require(
        made.equals(namespaces.stream().sorted().toList()),
        () -> "the oplog makes " + made + ", not " + namespaces);
  }

  private Map<BsonValue, BsonDocument> find(String namespace) {
    for (Map.Entry<BsonValue, String> name : names.entrySet()) {
      if (name.getValue().equals(namespace)) {
        return collections.get(name.getKey());
      }
    }
    throw new Violation("the oplog does not make " + namespace);
  }

  private void applyNext(BsonDocument entry) {
    Violation.require(
        entry.getTimestamp("ts").compareTo(last) > 0, () -> "the oplog goes back at " + entry);
    last = entry.getTimestamp("ts");
    apply(entry);
  }

  private void apply(BsonDocument entry) {
    BsonDocument o = entry.getDocument("o");
    switch (entry.getString("op").getValue()) {
      case "i" ->
          Violation.require(
              documents(entry).put(o.get("_id"), o) == null, () -> "inserted twice: " + entry);
      case "d" ->
          Violation.require(
              documents(entry).remove(o.get("_id")) != null,
              () -> "removed and not there: " + entry);
      case "u" -> update(entry, o);
      case "c" -> command(entry, o);
      case "n" -> {}
      default -> throw new Violation("an unknown entry: " + entry);
    }
  }

  private Map<BsonValue, BsonDocument> documents(BsonDocument entry) {
    Map<BsonValue, BsonDocument> documents = collections.get(entry.get("ui"));
    if (documents == null) {
      throw new Violation("of an unknown collection: " + entry);
    }
    return documents;
  }

  private void update(BsonDocument entry, BsonDocument o) {
    BsonValue id = entry.getDocument("o2").get("_id");
    BsonDocument before = documents(entry).get(id);
    if (before == null) {
      throw new Violation("changed and not there: " + entry);
    }
    documents(entry).put(id, o.containsKey("$v") ? patched(before, o.getDocument("diff")) : o);
  }

  private void command(BsonDocument entry, BsonDocument o) {
    BsonValue uuid = entry.get("ui");
    String namespace = entry.getString("ns").getValue();
    String database = namespace.substring(0, namespace.indexOf('.'));
    switch (o.getFirstKey()) {
      case "applyOps" -> o.getArray("applyOps").forEach(operation -> apply(operation.asDocument()));
      case "create" -> {
        names.put(uuid, database + "." + o.getString("create").getValue());
        collections.put(uuid, new HashMap<>());
      }
      case "drop" -> drop(uuid, entry);
      case "renameCollection" -> {
        if (o.containsKey("dropTarget")) {
          drop(o.get("dropTarget"), entry);
        }
        names.put(uuid, o.getString("to").getValue());
      }
      case "createIndexes", "dropIndexes", "collMod", "dropDatabase" -> {}
      default -> throw new Violation("an unknown command: " + entry);
    }
  }

  private void drop(BsonValue uuid, BsonDocument entry) {
    Violation.require(names.remove(uuid) != null, () -> "dropped and not there: " + entry);
    collections.remove(uuid);
  }

  /** A document after a diff, written anew here: the server's own is what is checked. */
  private static BsonDocument patched(BsonDocument before, BsonDocument diff) {
    BsonDocument after = before.clone();
    diff.getDocument("d", new BsonDocument()).keySet().forEach(after::remove);
    after.putAll(diff.getDocument("u", new BsonDocument()));
    BsonDocument moved = diff.getDocument("i", new BsonDocument());
    moved.keySet().forEach(after::remove);
    after.putAll(moved);
    diff.forEach(
        (name, within) -> {
          if (name.length() > 1 && name.charAt(0) == 's') {
            String field = name.substring(1);
            after.put(field, patched(after.get(field), within.asDocument()));
          }
        });
    return after;
  }

  private static BsonValue patched(BsonValue before, BsonDocument diff) {
    if (!diff.containsKey("a")) {
      return patched(before.asDocument(), diff);
    }
    List<BsonValue> after = new ArrayList<>(before.asArray());
    int length = diff.getNumber("l", new BsonInt32(after.size())).intValue();
    while (after.size() > length) {
      after.removeLast();
    }
    diff.forEach(
        (name, change) -> {
          if (name.length() > 1) {
            int index = Integer.parseInt(name.substring(1));
            while (after.size() <= index) {
              after.add(BsonNull.VALUE);
            }
            after.set(
                index,
                name.charAt(0) == 'u' ? change : patched(after.get(index), change.asDocument()));
          }
        });
    return new BsonArray(after);
  }
}

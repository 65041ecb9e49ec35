package dev.meerkat.fuzz.simulator;

import dev.meerkat.fuzz.parsers.PlainOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Compares a node with the model. Threads: immutable. */
final class Checks {
  private static final Comparator<BsonDocument> BY_ID =
      Comparator.comparing(document -> document.get("_id"), PlainOrder.SIMPLE);

  private Checks() {}

  /** The first difference between the contents of a node and of the model, or null. */
  static @Nullable String difference(Node node, Model model) {
    TreeSet<String> names = new TreeSet<>();
    for (BsonValue entry : batch(node.run(new BsonDocument("listCollections", ONE)))) {
      names.add(entry.asDocument().getString("name").getValue());
    }
    if (!names.equals(model.collections.navigableKeySet())) {
      return "collections are " + names + ", not " + model.collections.keySet();
    }
    for (Map.Entry<String, Model.Contents> each : model.collections.entrySet()) {
      String difference = difference(node, each.getKey(), each.getValue());
      if (difference != null) {
        return each.getKey() + ": " + difference;
      }
    }
    return null;
  }

  private static @Nullable String difference(Node node, String name, Model.Contents contents) {
    List<BsonDocument> found =
        all(node, find(name, new BsonDocument()).append("hint", new BsonDocument("$natural", ONE)));
    List<BsonDocument> expected = List.copyOf(contents.records.values());
    if (!isSame(expected, found)) {
      return text(found, expected);
    }
    TreeSet<String> indexes = new TreeSet<>();
    BsonDocument command = new BsonDocument("listIndexes", new BsonString(name));
    for (BsonValue entry : batch(node.run(command))) {
      indexes.add(entry.asDocument().getString("name").getValue());
    }
    TreeSet<String> known = new TreeSet<>(contents.indexes.keySet());
    known.add("_id_");
    return indexes.equals(known) ? null : "indexes are " + indexes + ", not " + known;
  }

  /** As {@link #difference}, and looks through each index, the counts, and validate's report. */
  static void requireAll(Node node, Model model) {
    String difference = difference(node, model);
    require(difference == null, String.valueOf(difference));
    model.collections.forEach((name, contents) -> requireAll(node, name, contents));
    requireOplog(node, model);
  }

  /** The oplog from its beginning makes what the model holds. */
  private static void requireOplog(Node node, Model model) {
    OplogReplay replay = new OplogReplay();
    BsonDocument find =
        new BsonDocument("find", new BsonString("oplog.rs")).append("filter", new BsonDocument());
    for (BsonDocument entry : all(node, "local", find)) {
      replay.apply(entry);
    }
    model.collections.forEach(
        (name, contents) ->
            replay.requireSame(Node.DATABASE + "." + name, contents.records.values()));
    long made =
        replay.contents().keySet().stream()
            .filter(name -> name.startsWith(Node.DATABASE + "."))
            .count();
    require(made == model.collections.size(), "the oplog makes " + replay.contents().keySet());
  }

  private static void requireAll(Node node, String name, Model.Contents contents) {
    BsonDocument report =
        node.run(
            new BsonDocument("validate", new BsonString(name)).append("full", BsonBoolean.TRUE));
    require(
        report.getBoolean("valid", BsonBoolean.FALSE).getValue(),
        name + " is not valid: " + report.toJson());
    require(
        report.getNumber("nrecords").longValue() == contents.records.size(),
        name + ": validate counts " + report.toJson());
    long count =
        node.run(new BsonDocument("count", new BsonString(name))).getNumber("n").longValue();
    require(count == contents.records.size(), name + ": count is " + count);
    for (String index : contents.indexes.keySet()) {
      requireIndex(node, name, contents, index);
    }
  }

  /** What an index holds, asked for through it. */
  private static void requireIndex(Node node, String name, Model.Contents contents, String index) {
    BsonDocument filter =
        switch (index) {
          case "c_1" -> BsonDocument.parse("{c: {$exists: true}}");
          case "partial" -> BsonDocument.parse("{b: {$gt: 2}}");
          default -> new BsonDocument();
        };
    List<BsonDocument> expected = new ArrayList<>();
    contents.matching(filter).forEach(place -> expected.add(contents.records.get(place)));
    BsonDocument command = find(name, filter).append("hint", new BsonString(index));
    requireSameSet(expected, all(node, command), name + " by index " + index);
  }

  static BsonDocument find(String name, BsonDocument filter) {
    return new BsonDocument("find", new BsonString(name)).append("filter", filter);
  }

  /** All documents of a cursor, batch after batch. */
  static List<BsonDocument> all(Node node, BsonDocument command) {
    return all(node, Node.DATABASE, command);
  }

  private static List<BsonDocument> all(Node node, String database, BsonDocument command) {
    List<BsonDocument> found = new ArrayList<>();
    BsonDocument reply = node.run(database, command);
    batch(reply).forEach(document -> found.add(document.asDocument()));
    while (reply.getDocument("cursor").getInt64("id").getValue() != 0) {
      reply =
          node.run(
              database,
              new BsonDocument("getMore", new BsonInt64(id(reply)))
                  .append("collection", command.get(command.getFirstKey())));
      batch(reply).forEach(document -> found.add(document.asDocument()));
    }
    return found;
  }

  static long id(BsonDocument reply) {
    return reply.getDocument("cursor").getInt64("id").getValue();
  }

  static BsonArray batch(BsonDocument reply) {
    require(reply.containsKey("cursor"), "refused: " + reply.toJson());
    BsonDocument cursor = reply.getDocument("cursor");
    return cursor.getArray(cursor.containsKey("firstBatch") ? "firstBatch" : "nextBatch");
  }

  static void requireSame(List<BsonDocument> expected, List<BsonDocument> found, String what) {
    require(isSame(expected, found), what + ": " + text(found, expected));
  }

  static void requireSameSet(List<BsonDocument> expected, List<BsonDocument> found, String what) {
    requireSame(
        expected.stream().sorted(BY_ID).toList(), found.stream().sorted(BY_ID).toList(), what);
  }

  private static boolean isSame(List<BsonDocument> expected, List<BsonDocument> found) {
    if (expected.size() != found.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!Statement.isSame(expected.get(i), found.get(i))) {
        return false;
      }
    }
    return true;
  }

  static void require(boolean condition, String text) {
    if (!condition) {
      throw new AssertionError(text);
    }
  }

  /** The value, which must be there. */
  static <T> T present(@Nullable T value, String text) {
    if (value == null) {
      throw new AssertionError(text);
    }
    return value;
  }

  private static String text(List<BsonDocument> documents) {
    return documents.stream().map(BsonDocument::toJson).toList().toString();
  }

  /** What the one list has and the other has not. */
  private static String text(List<BsonDocument> found, List<BsonDocument> expected) {
    List<BsonDocument> more = new ArrayList<>(found);
    more.removeIf(each -> expected.stream().anyMatch(other -> Statement.isSame(each, other)));
    List<BsonDocument> less = new ArrayList<>(expected);
    less.removeIf(each -> found.stream().anyMatch(other -> Statement.isSame(each, other)));
    return more.isEmpty() && less.isEmpty()
        ? text(found) + ", not " + text(expected)
        : "has " + text(more) + ", lacks " + text(less);
  }

  static final BsonInt32 ONE = new BsonInt32(1);
}

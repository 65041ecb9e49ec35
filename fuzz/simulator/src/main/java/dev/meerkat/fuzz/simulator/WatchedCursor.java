package dev.meerkat.fuzz.simulator;

import dev.meerkat.fuzz.parsers.PlainOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * A cursor that is open while others write. A document that nobody touches meanwhile comes exactly
 * once and in its place; one that is touched may come or not, in any form that it has had. Threads:
 * confined to one thread.
 */
final class WatchedCursor {
  final long id;
  final String collection;
  final int client;

  /** Whether something happened to the collection that may end the cursor. */
  boolean disturbed;

  long lastUseMillis;

  private final BsonDocument filter;
  private final Comparator<BsonDocument> order;
  private final TreeMap<BsonValue, BsonDocument> untouched = new TreeMap<>(PlainOrder.SIMPLE);
  private final TreeMap<BsonValue, List<BsonDocument>> forms = new TreeMap<>(PlainOrder.SIMPLE);
  private final TreeSet<BsonValue> returned = new TreeSet<>(PlainOrder.SIMPLE);
  private final List<BsonDocument> inPlace = new ArrayList<>();

  /**
   * @param atOpen the documents of the collection when the cursor was opened, in natural order
   */
  WatchedCursor(
      long id,
      int client,
      String collection,
      BsonDocument filter,
      Comparator<BsonDocument> order,
      List<BsonDocument> atOpen) {
    this.id = id;
    this.client = client;
    this.collection = collection;
    this.filter = filter;
    this.order = order;
    for (BsonDocument document : atOpen) {
      forms.computeIfAbsent(document.get("_id"), _ -> new ArrayList<>()).add(document);
      if (Model.MATCHER.matches(filter, document)) {
        untouched.put(document.get("_id"), document);
      }
    }
  }

  /** Takes note of what has become of the collection. */
  void look(Model.Contents contents) {
    TreeMap<BsonValue, BsonDocument> now = new TreeMap<>(PlainOrder.SIMPLE);
    contents.records.values().forEach(document -> now.put(document.get("_id"), document));
    untouched
        .entrySet()
        .removeIf(
            entry -> {
              BsonDocument current = now.get(entry.getKey());
              return current == null || !Statement.isSame(current, entry.getValue());
            });
    now.forEach(
        (key, document) -> {
          List<BsonDocument> known = forms.computeIfAbsent(key, _ -> new ArrayList<>());
          if (known.isEmpty() || !Statement.isSame(known.getLast(), document)) {
            known.add(document);
          }
        });
  }

  /** Judges what a batch has brought. */
  void take(List<BsonDocument> batch) {
    for (BsonDocument document : batch) {
      BsonValue key = document.get("_id");
      Checks.require(
          Model.MATCHER.matches(filter, document), "does not match: " + document.toJson());
      Checks.require(
          forms.getOrDefault(key, List.of()).stream()
              .anyMatch(form -> Statement.isSame(form, document)),
          "no such document at any time: " + document.toJson());
      boolean fresh = returned.add(key);
      if (untouched.containsKey(key)) {
        Checks.require(fresh, "twice: " + document.toJson());
        Checks.require(
            inPlace.isEmpty() || order.compare(inPlace.getLast(), document) <= 0,
            "out of order: " + document.toJson());
        inPlace.add(document);
      }
    }
    inPlace.removeIf(document -> !untouched.containsKey(document.get("_id")));
  }

  /** Judges that nothing more comes. */
  void end() {
    untouched.forEach(
        (key, document) ->
            Checks.require(returned.contains(key), "left out: " + document.toJson()));
  }
}

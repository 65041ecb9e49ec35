package dev.meerkat.fuzz.simulator;

import static java.util.Objects.requireNonNull;

import dev.meerkat.fuzz.parsers.PlainMatcher;
import dev.meerkat.fuzz.parsers.PlainOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a database holds, in the plainest words: collections by name, documents by the order in
 * which they came. Threads: confined to one thread.
 */
final class Model {
  static final PlainMatcher MATCHER = new PlainMatcher(PlainOrder.SIMPLE);

  /** Collections by name. */
  final TreeMap<String, Contents> collections = new TreeMap<>();

  Model copy() {
    Model copy = new Model();
    collections.forEach((name, contents) -> copy.collections.put(name, contents.copy()));
    return copy;
  }

  /** A collection, made where there is none yet. */
  Contents require(String name) {
    return collections.computeIfAbsent(name, _ -> new Contents(0));
  }

  /** A collection's documents; none where there is no collection. */
  List<BsonDocument> documents(String name) {
    Contents contents = collections.get(name);
    return contents == null ? List.of() : List.copyOf(contents.records.values());
  }

  /** One collection. */
  static final class Contents {
    final TreeMap<Long, BsonDocument> records = new TreeMap<>();
    final TreeMap<String, BsonDocument> indexes = new TreeMap<>();
    final long cap;
    private long next = 1;

    /**
     * @param cap the greatest number of documents, or 0
     */
    Contents(long cap) {
      this.cap = cap;
    }

    Contents copy() {
      Contents copy = new Contents(cap);
      copy.records.putAll(records);
      copy.indexes.putAll(indexes);
      copy.next = next;
      return copy;
    }

    @Nullable Long find(BsonValue id) {
      for (var record : records.entrySet()) {
        if (PlainOrder.SIMPLE.compare(requireNonNull(record.getValue().get("_id")), id) == 0) {
          return record.getKey();
        }
      }
      return null;
    }

    /** Whether a document may stand at a place, by the unique indexes. */
    boolean isFree(BsonDocument document, long place) {
      for (var record : records.entrySet()) {
        if (record.getKey() != place
            && (same("_id", record.getValue(), document)
                || indexes.containsKey("u_1") && same("u", record.getValue(), document))) {
          return false;
        }
      }
      return true;
    }

    boolean hasDuplicates(String field) {
      List<BsonDocument> documents = new ArrayList<>(records.values());
      for (int i = 0; i < documents.size(); i++) {
        for (int j = 0; j < i; j++) {
          if (same(field, documents.get(i), documents.get(j))) {
            return true;
          }
        }
      }
      return false;
    }

    private static boolean same(String field, BsonDocument a, BsonDocument b) {
      return PlainOrder.SIMPLE.compare(a.get(field, BsonNull.VALUE), b.get(field, BsonNull.VALUE))
          == 0;
    }

    boolean insert(BsonDocument document) {
      if (!isFree(document, 0)) {
        return false;
      }
      records.put(next++, document);
      while (cap > 0 && records.size() > cap) {
        records.pollFirstEntry();
      }
      return true;
    }

    /** The places of the documents that match, in their order. */
    List<Long> matching(BsonDocument filter) {
      List<Long> places = new ArrayList<>();
      records.forEach(
          (place, document) -> {
            if (MATCHER.matches(filter, document)) {
              places.add(place);
            }
          });
      return places;
    }
  }

  /** The documents in an order; where they are equal by it, in the order that they came. */
  static List<BsonDocument> sorted(List<BsonDocument> documents, BsonDocument sort) {
    List<BsonDocument> sorted = new ArrayList<>(documents);
    sorted.sort(comparator(sort));
    return sorted;
  }

  static Comparator<BsonDocument> comparator(BsonDocument sort) {
    return (a, b) -> {
      for (String field : sort.keySet()) {
        boolean descends = sort.getInt32(field).getValue() < 0;
        int order =
            PlainOrder.SIMPLE.compare(key(a.get(field), descends), key(b.get(field), descends));
        if (order != 0) {
          return descends ? -order : order;
        }
      }
      return 0;
    };
  }

  /** What stands for a value in a sort. */
  private static BsonValue key(@Nullable BsonValue value, boolean greatest) {
    if (value == null) {
      return BsonNull.VALUE;
    }
    if (!(value instanceof BsonArray array)) {
      return value;
    }
    BsonValue best = null;
    for (BsonValue element : array) {
      int order = best == null ? 0 : PlainOrder.SIMPLE.compare(element, best);
      if (best == null || (greatest ? order > 0 : order < 0)) {
        best = element;
      }
    }
    return best == null ? new BsonUndefined() : best;
  }
}

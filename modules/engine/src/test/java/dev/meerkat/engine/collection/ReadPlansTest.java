package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How count and distinct find their documents, and that every way counts the same. */
final class ReadPlansTest extends EngineFixture {
  private static final String IXSCAN = "IXSCAN { a: 1 }";

  @BeforeEach
  void fill() {
    for (int i = 0; i < 100; i++) {
      insert("{_id: " + i + ", a: " + i % 10 + ", b: " + i % 3 + "}");
    }
  }

  @AfterEach
  void close() {
    closeEngine();
  }

  @Test
  void countUsesAnIndexAndCountsWhatAScanCounts() {
    for (String query :
        new String[] {
          "{a: 3}", "{a: {$gte: 7}}", "{a: {$in: [1, 2, 99]}}", "{a: {$gt: 2, $lt: 5}}"
        }) {
      assertCount(query, 0, 0);
      assertCount(query, 5, 0);
      assertCount(query, 5, 3);
    }
    assertCount("{a: 3, b: 1}", 0, 0);
    assertCount("{a: null}", 0, 0);
  }

  @Test
  void countOfAnIndexWithArraysCountsDocumentsAndNotKeys() {
    insert("{_id: 'x', a: [3, 3, 4]}", "{_id: 'y', a: []}", "{_id: 'z'}");
    assertCount("{a: {$gte: 3}}", 0, 0);
    assertCount("{a: {$in: [3, 4]}}", 0, 0);
    assertCount("{a: null}", 0, 0);
    createIndex("{key: {a: 1}, name: 'a', hidden: true}");
    assertEquals(21, count("{a: {$in: [3, 4]}}", 0, 0).n);
  }

  /** Bounds leave out elements, and the least of the rest is not the array's least. */
  @Test
  void aSortByPartOfAnArrayIsNotReadOffAnIndexThatIsBoundByTheOther() {
    insert(
        "{_id: 'c', c: [{d: 1, e: 2}, {d: 2, e: 3}]}",
        "{_id: 'a', c: [{d: 2, e: 0}, {d: 1, e: 4}]}",
        "{_id: 'b', c: [{d: 1, e: 5}, {d: 2, e: 1}]}");
    createIndex("{key: {'c.d': 1, 'c.e': 1}, name: 'c'}");
    FindRequest plain = FindRequest.of(NS, doc("{'c.d': 1}"));
    List<BsonDocument> sorted =
        find(
            new FindRequest(
                NS,
                plain.filter(),
                doc("{'c.e': 1}"),
                null,
                null,
                0,
                0,
                -1,
                false,
                null,
                null,
                true,
                plain.options()));
    assertEquals(
        List.of("a", "b", "c"),
        sorted.stream().map(document -> document.getString("_id").getValue()).toList());
  }

  @Test
  void aCountThatDocumentsMustBeReadForSaysSo() {
    createIndex("{key: {a: 1}, name: 'a'}");
    assertEquals(IXSCAN, count("{a: 3, b: 1}", 0, 0).plan);
    assertEquals("COLLSCAN", count("{b: 1}", 0, 0).plan);
  }

  /** A partial filter, queries that imply it, and queries that do not. */
  @Test
  void aPartialIndexIsUsedWhereTheQueryImpliesItsFilter() {
    checkPartial(
        "{b: {$gte: 1}}",
        List.of(
            "{b: 1}",
            "{b: {$gt: 0.5, $gte: 1}}",
            "{b: {$in: [1, 2]}}",
            "{$or: [{b: 1}, {b: {$gt: 5}}]}",
            "{$or: [{b: 2, c: 1}, {b: {$in: [3, 7]}}]}"),
        List.of(
            "{b: 0}",
            "{b: {$gt: 0}}",
            "{b: {$in: [0, 1]}}",
            "{b: {$in: [1, 'x']}}",
            "{$or: [{b: 1}, {c: 1}]}",
            "{$or: [{b: 1}, {b: {$gt: 0}}]}"));
    checkPartial(
        "{b: {$in: [1, 2, 3]}}",
        List.of("{b: 1}", "{b: {$in: [3, 1]}}", "{$or: [{b: 1}, {b: 3}]}"),
        List.of("{b: 4}", "{b: {$in: [1, 4]}}", "{b: {$gt: 1, $lt: 3}}"));
    checkPartial(
        "{b: {$exists: true}}",
        List.of("{b: 1}", "{b: {$in: [1, 'x']}}", "{b: {$gt: 3}}"),
        List.of("{b: null}", "{b: {$in: [1, null]}}", "{c: 1}"));
    checkPartial(
        "{$or: [{b: 1}, {b: {$gt: 5}}]}",
        List.of("{b: 1}", "{b: 7}", "{$or: [{b: 1}, {b: 9}]}"),
        List.of("{b: 2}", "{$or: [{b: 1}, {b: 2}]}"));
  }

  private void checkPartial(String filter, List<String> implying, List<String> others) {
    createIndex("{key: {a: 1}, name: 'p', partialFilterExpression: " + filter + "}");
    for (String query : implying) {
      BsonDocument asked = doc(query).append("a", doc("{a: 3}").get("a"));
      assertEquals(IXSCAN, count(asked.toJson(), 0, 0).plan, filter + ": " + query);
    }
    for (String query : others) {
      BsonDocument asked = doc(query).append("a", doc("{a: 3}").get("a"));
      assertEquals("COLLSCAN", count(asked.toJson(), 0, 0).plan, filter + ": " + query);
    }
    try (Operation operation = begin()) {
      engine.indexes().drop(operation, NS, new org.bson.BsonString("p"));
    }
  }

  @Test
  void distinctUsesAnIndexAndFindsWhatAScanFinds() {
    Set<BsonValue> scanned = distinct("a", "{a: {$lt: 4}}", "COLLSCAN");
    createIndex("{key: {a: 1}, name: 'a'}");
    assertEquals(scanned, distinct("a", "{a: {$lt: 4}}", "DISTINCT_SCAN { a: 1 }"));
    assertEquals(3, distinct("b", "{a: {$lt: 4}}", IXSCAN).size());
    assertEquals(10, distinct("a", "{b: {$gte: 0}}", "COLLSCAN").size());
  }

  private record Counted(long n, String plan) {}

  /** The count is the number of documents that a scan finds, with an index and without. */
  private void assertCount(String query, long skip, long limit) {
    long all = Math.max(0, find(query).size() - skip);
    long expected = limit == 0 ? all : Math.min(all, limit);
    assertEquals(expected, count(query, skip, limit).n, query);
    createIndex("{key: {a: 1}, name: 'a'}");
    assertEquals(expected, count(query, skip, limit).n, query + " by index");
    try (Operation operation = begin()) {
      engine.indexes().drop(operation, NS, new org.bson.BsonString("a"));
    }
  }

  private Counted count(String query, long skip, long limit) {
    try (Operation operation = begin()) {
      long n =
          engine
              .reads()
              .count(operation, new CountRequest(NS, doc(query), skip, limit, null, null, null));
      return new Counted(n, operation.current().planSummary());
    }
  }

  private Set<BsonValue> distinct(String key, String query, String plan) {
    try (Operation operation = begin()) {
      TreeSet<BsonValue> values =
          new TreeSet<>(
              (a, b) -> Integer.compare(a.asNumber().intValue(), b.asNumber().intValue()));
      values.addAll(
          engine
              .reads()
              .distinct(operation, new DistinctRequest(NS, key, doc(query), null, null, null)));
      assertEquals(plan, operation.current().planSummary());
      return values;
    }
  }
}

package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** What explain tells of the indexes that are read. */
final class ExplainedIndexTest extends ServedTest {
  private static final List<String> OF_INDEX =
      List.of("isMultiKey", "multiKeyPaths", "isUnique", "isSparse", "isPartial", "indexVersion");

  /** The stage that reads the index. */
  private BsonDocument scan(String command) throws IOException {
    BsonDocument plan =
        done("{explain: " + command + ", verbosity: 'queryPlanner'}")
            .getDocument("queryPlanner")
            .getDocument("winningPlan");
    while (plan.isDocument("inputStage")) {
      plan = plan.getDocument("inputStage");
    }
    return plan;
  }

  private void index(String key, String options) throws IOException {
    done("{delete: 'c', deletes: [{q: {}, limit: 0}]}");
    done("{dropIndexes: 'c', index: '*'}");
    done("{createIndexes: 'c', indexes: [{key: " + key + ", name: 'i'" + options + "}]}");
  }

  @Test
  void pathsOfArraysAreTold() throws IOException {
    done("{create: 'c'}");
    index("{a: 1, 'b.c': 1, 'b.d': 1}", "");
    done("{insert: 'c', documents: [{a: 1, b: {c: 2, d: 3}}]}");
    assertEquals(
        BsonDocument.parse("{a: [], 'b.c': [], 'b.d': []}"),
        scan("{find: 'c', filter: {a: 1}}").getDocument("multiKeyPaths"));
    done(
        "{insert: 'c', documents: [{a: [1, 2], b: {c: 2, d: 3}}, {a: 5, b: [{c: 1}]}, {b: {c: 2, d:"
            + " [1, 2]}}]}");
    BsonDocument scan = scan("{find: 'c', filter: {a: 1}}");
    assertEquals(
        BsonDocument.parse("{a: ['a'], 'b.c': ['b'], 'b.d': ['b', 'b.d']}"),
        scan.getDocument("multiKeyPaths"));
    assertEquals(
        List.of(
            "stage",
            "keyPattern",
            "indexName",
            "isMultiKey",
            "multiKeyPaths",
            "isUnique",
            "isSparse",
            "isPartial",
            "indexVersion",
            "direction",
            "indexBounds"),
        List.copyOf(scan.keySet()));
  }

  @Test
  void indexesOfOtherTypesAreToldAsTheyAre() throws IOException {
    done("{create: 'c'}");
    index("{'$**': 1}", "");
    done("{insert: 'c', documents: [{a: {b: [1, 2]}, c: 1}]}");
    assertEquals(
        BsonDocument.parse("{$_path: [], 'a.b': ['a.b']}"),
        scan("{find: 'c', filter: {'a.b': 1}}").getDocument("multiKeyPaths"));
    index("{h: 'hashed'}", "");
    BsonDocument hashed = scan("{find: 'c', filter: {h: 1}}");
    assertEquals("IXSCAN", hashed.getString("stage").getValue());
    assertNull(hashed.get("multiKeyPaths"));
    index("{loc: '2dsphere'}", "");
    done("{insert: 'c', documents: [{loc: [1, 1]}]}");
    BsonDocument sphere =
        scan("{find: 'c', filter: {loc: {$geoWithin: {$centerSphere: [[1, 1], 0.1]}}}}");
    assertEquals(BsonDocument.parse("{loc: []}"), sphere.getDocument("multiKeyPaths"));
    assertEquals(2, sphere.getInt32("indexVersion").getValue());
    index("{p: 1}", ", sparse: true, unique: true");
    done("{insert: 'c', documents: [{p: 1}]}");
    BsonDocument sparse = scan("{find: 'c', filter: {p: {$gt: 0}}}");
    for (String field : OF_INDEX) {
      assertEquals(true, sparse.containsKey(field), field);
    }
    assertEquals(true, sparse.getBoolean("isSparse").getValue());
    assertEquals(true, sparse.getBoolean("isUnique").getValue());
    assertEquals(false, sparse.getBoolean("isPartial").getValue());
    index("{n: 1}", ", collation: {locale: 'en', strength: 2}");
    done("{insert: 'c', documents: [{n: 'x'}]}");
    assertEquals(
        "en",
        scan("{find: 'c', filter: {n: 'x'}, collation: {locale: 'en', strength: 2}}")
            .getDocument("collation")
            .getString("locale")
            .getValue());
  }

  @Test
  void aCountHasAFirstAndALastKey() throws IOException {
    done("{create: 'c'}");
    index("{a: 1, b: -1}", "");
    done("{insert: 'c', documents: [{a: 1, b: 1}, {a: 1, b: 2}, {a: 2, b: 5}]}");
    assertBounds(
        "{a: 1}",
        "{startKey: {a: 1, b: {$maxKey: 1}}, startKeyInclusive: true, endKey: {a: 1, b: {$minKey:"
            + " 1}}, endKeyInclusive: true}");
    assertBounds(
        "{a: {$gt: 1, $lt: 7}}",
        "{startKey: {a: 1, b: {$minKey: 1}}, startKeyInclusive: false, endKey: {a: 7, b: {$maxKey:"
            + " 1}}, endKeyInclusive: false}");
    BsonDocument scan = scan("{count: 'c', query: {a: 1}}");
    for (String field : OF_INDEX) {
      assertEquals(true, scan.containsKey(field), field);
    }
    assertFalse(scan.containsKey("direction"));
  }

  private void assertBounds(String query, String bounds) throws IOException {
    BsonDocument scan = scan("{count: 'c', query: " + query + "}");
    assertEquals("COUNT_SCAN", scan.getString("stage").getValue());
    BsonValue found = scan.get("indexBounds");
    assertEquals(BsonDocument.parse(bounds), found);
  }
}

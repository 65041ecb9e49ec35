package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups of which one document each is enough. */
final class GroupPlanTest extends ServedTest {
  @BeforeEach
  void fill() throws IOException {
    StringBuilder documents = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      documents.append(
          "{_id: %d, a: %s, b: %d, m: [%d, %d]},".formatted(i, a(i), i * 7 % 60, i, -i));
    }
    done("{insert: 'c', documents: [" + documents + " {_id: 60, b: 100}]}");
    done(
        "{createIndexes: 'c', indexes: [{key: {a: 1, b: 1}, name: 'ab'}, {key: {b: 1, a: 1}, name:"
            + " 'ba'}, {key: {a: 1, m: 1}, name: 'am'}]}");
  }

  private static String a(int i) {
    return i % 5 == 4 ? "null" : "" + i % 5;
  }

  /** The documents of a pipeline, with all indexes or with none. */
  private Set<String> answers(String pipeline, boolean isIndexed) throws IOException {
    String hint = isIndexed ? "" : ", hint: {$natural: 1}";
    Set<String> answers = new TreeSet<>();
    for (BsonValue each :
        done("{aggregate: 'c', cursor: {}, pipeline: [" + pipeline + "]" + hint + "}")
            .getDocument("cursor")
            .getArray("firstBatch")) {
      answers.add(each.toString());
    }
    return answers;
  }

  private BsonDocument explain(String pipeline) throws IOException {
    return done(
        "{explain: {aggregate: 'c', cursor: {}, pipeline: ["
            + pipeline
            + "]}, verbosity:"
            + " 'executionStats'}");
  }

  private void reads(String pipeline, int keys, int documents) throws IOException {
    BsonDocument explained = explain(pipeline);
    BsonDocument stats =
        explained
            .getArray("stages")
            .getFirst()
            .asDocument()
            .getDocument("$cursor")
            .getDocument("executionStats");
    assertTrue(explained.toJson().contains("DISTINCT_SCAN"), pipeline + explained.toJson());
    assertTrue(explained.toJson().contains("$groupByDistinctScan"), explained.toJson());
    assertEquals(keys, stats.getInt32("totalKeysExamined").getValue(), pipeline);
    assertEquals(documents, stats.getInt32("totalDocsExamined").getValue(), pipeline);
    assertEquals(answers(pipeline, false), answers(pipeline, true), pipeline);
  }

  private void readsAll(String pipeline) throws IOException {
    String explained = explain(pipeline).toJson();
    assertFalse(explained.contains("DISTINCT_SCAN"), pipeline + explained);
    assertEquals(answers(pipeline, false), answers(pipeline, true), pipeline);
  }

  @Test
  void oneDocumentOfEachGroupIsEnough() throws IOException {
    // A key of null does not tell whether there is a field: one document is read for it.
    reads("{$group: {_id: '$a'}}", 5, 1);
    reads("{$sort: {a: 1}}, {$group: {_id: '$a'}}", 5, 1);
    reads("{$match: {a: {$gte: 1}}}, {$group: {_id: '$a'}}", 3, 0);
    reads("{$sort: {a: 1, b: 1}}, {$group: {_id: '$a', b: {$first: '$b'}}}", 5, 1);
    reads("{$sort: {a: 1, b: 1}}, {$group: {_id: '$a', b: {$last: '$b'}}}", 5, 1);
    reads("{$sort: {a: -1, b: -1}}, {$group: {_id: '$a', b: {$first: '$$ROOT'}}}", 5, 5);
    reads("{$group: {_id: '$a', b: {$top: {sortBy: {a: 1, b: 1}, output: '$b'}}}}", 5, 1);
    reads("{$group: {_id: '$a', i: {$bottom: {sortBy: {a: 1, b: 1}, output: '$_id'}}}}", 5, 5);
    reads("{$match: {b: 7}}, {$group: {_id: '$a'}}", 1, 0);
    reads("{$sort: {a: 1, m: 1}}, {$group: {_id: '$a', m: {$first: '$m'}}}, {$limit: 3}", 3, 3);
  }

  @Test
  void otherGroupsTakeAllDocuments() throws IOException {
    readsAll("{$group: {_id: '$a', n: {$sum: 1}}}");
    readsAll("{$sort: {a: 1, b: 1}}, {$group: {_id: '$a', b: {$first: '$b'}, l: {$last: '$b'}}}");
    readsAll("{$sort: {b: 1}}, {$group: {_id: '$a', b: {$first: '$b'}}}");
    readsAll("{$sort: {a: 1, m: 1}}, {$group: {_id: '$a', b: {$last: '$m'}}}");
    readsAll(
        "{$match: {m: {$gt: -5}}}, {$sort: {a: 1, m: 1}}, {$group: {_id: '$a', m: {$first:"
            + " '$m'}}}");
    readsAll("{$group: {_id: {a: '$a'}}}");
    readsAll("{$group: {_id: '$m'}}");
    readsAll("{$sort: {a: 1, b: 1}}, {$limit: 20}, {$group: {_id: '$a', b: {$first: '$b'}}}");
    readsAll(
        "{$match: {b: {$gt: 3}}}, {$group: {_id: '$b', m: {$top: {sortBy: {b: 1}, output: {$divide:"
            + " [1, {$subtract: ['$b', 200]}]}}}}}");
  }

  @Test
  void whatTheStageDoesIsShown() throws IOException {
    BsonDocument explained =
        explain("{$sort: {a: 1, b: 1}}, {$group: {_id: '$a', b: {$first: '$b'}}}");
    BsonDocument plan =
        explained
            .getArray("stages")
            .getFirst()
            .asDocument()
            .getDocument("$cursor")
            .getDocument("queryPlanner")
            .getDocument("winningPlan");
    assertEquals("PROJECTION_COVERED", plan.getString("stage").getValue());
    BsonDocument scan = plan.getDocument("inputStage");
    assertEquals("DISTINCT_SCAN", scan.getString("stage").getValue());
    assertEquals("forward", scan.getString("direction").getValue());
    assertFalse(scan.getBoolean("isFetching").getValue());
    assertEquals(
        BsonDocument.parse("{newRoot: {_id: '$a', b: '$b'}}"),
        explained.getArray("stages").get(1).asDocument().getDocument("$groupByDistinctScan"));
    String fetching =
        explain("{$group: {_id: '$a', i: {$top: {sortBy: {a: 1, b: 1}, output: '$_id'}}}}")
            .toJson();
    assertTrue(fetching.contains("\"isFetching\": true"), fetching);
    assertFalse(fetching.contains("\"FETCH\""), fetching);
  }
}

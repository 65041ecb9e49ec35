package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** find's {@code min}, {@code max}, {@code returnKey} and {@code showRecordId}. */
final class FindKeysTest extends EngineFixture {

  @Test
  void minIsIncludedAndMaxIsNotInTheIndexsOwnOrder() {
    fourPairs("{a: 1, b: 1}");
    assertEquals(1, found("{a: 1, b: 2}", "{a: 2, b: 1}", "{a: 1, b: 1}").size());
    assertEquals(2, found("{a: 1, b: 2}", "{a: 2, b: 1.5}", "{a: 1, b: 1}").size());
    assertEquals(3, found("{a: 1, b: 2}", "", "{a: 1, b: 1}").size());
    assertEquals(3, found("", "{a: 2, b: 1.5}", "'a_1_b_1'").size());
  }

  @Test
  void aDescendingComponentTurnsTheLimitsAround() {
    fourPairs("{a: 1, b: -1}");
    assertEquals(4, found("{a: 1, b: 2}", "", "{a: 1, b: -1}").size());
    assertEquals(4, found("", "{a: 2, b: 0.5}", "{a: 1, b: -1}").size());
    assertEquals(1, found("{a: 2, b: 1}", "", "{a: 1, b: -1}").size());
    assertEquals(1, found("", "{a: 1, b: 1.5}", "{a: 1, b: -1}").size());
  }

  @Test
  void documentsComeInTheOrderOfTheScanAndFiltersAndSortsStillHold() {
    run("{createIndexes: 'c', indexes: [{key: {a: -1}, name: 'down'}]}");
    run("{insert: 'c', documents: [{_id: 3, a: 3}, {_id: 4, a: 4}, {_id: 5, a: 5}, {_id: 0}]}");
    assertEquals(ids(4, 3, 0), found("{a: 4}", "", "'down'"));
    assertEquals(ids(5), found("", "{a: 4}", "'down'"));
    assertEquals(ids(3, 4), find("min: {a: 4}, hint: 'down', filter: {a: {$gt: 0}}, sort: {a: 1}"));
    assertEquals(ids(0, 3), find("min: {a: 4}, hint: 'down', sort: {_id: 1}, limit: 2"));
    assertEquals(ids(3), find("min: {a: 4}, hint: 'down', sort: {_id: 1}, skip: 1, limit: 1"));
  }

  @Test
  void whatIsSkippedMatchesWhereKeysDoNotTell() {
    run("{createIndexes: 'c', indexes: [{key: {a: 1, b: 1}, name: 'ab'}]}");
    run(
        "{insert: 'c', documents: [{_id: 1}, {_id: 2, b: 1}, {_id: 3, a: 4, b: 2}, {_id: 4, a:"
            + " 8}]}");
    // A key is null where there is no value: the filter is asked of those documents themselves.
    String query = "filter: {a: {$bitsAllClear: 3}}, sort: {b: 1}, hint: 'ab'";
    assertEquals(ids(4, 3), find(query));
    assertEquals(ids(3), find(query + ", skip: 1"));
    assertEquals(ids(3), find(query + ", skip: 1, limit: 1"));
    assertEquals(List.of(), find(query + ", skip: 2"));
  }

  @Test
  void theCommandsCollationMustBeTheIndexsWhereALimitIsText() {
    run(
        "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'i', collation: {locale: 'en',"
            + " strength: 2}}]}");
    run("{insert: 'c', documents: [{_id: 1, a: 'A'}, {_id: 2, a: 'b'}, {_id: 3, a: 7}]}");
    String collation = ", collation: {locale: 'en', strength: 2}";
    assertEquals(ids(1, 2), find("min: {a: 'a'}, max: {a: 'C'}, hint: 'i'" + collation));
    assertEquals(51174, failure("{find: 'c', min: {a: 'a'}, hint: 'i'}"));
    assertEquals(ids(3), find("min: {a: 1}, max: {a: 8}, hint: 'i'"));
  }

  @Test
  void limitsThatMakeNoSenseAreRefusedWithMongosCodes() {
    fourPairs("{a: 1, b: -1}");
    assertEquals(51173, failure("{find: 'c', min: {a: 1, b: 2}, max: {a: 2, b: 1}}"));
    assertEquals(51174, failure("{find: 'c', min: {a: 1}, hint: {a: 1, b: -1}}"));
    assertEquals(51174, failure("{find: 'c', min: {b: 1, a: 1}, hint: {a: 1, b: -1}}"));
    assertEquals(
        51176, failure("{find: 'c', min: {a: 1, b: 1}, max: {a: 1}, hint: {a: 1, b: -1}}"));
    assertEquals(51176, failure("{find: 'c', min: {b: 1}, max: {a: 1, b: 2}, hint: 'x'}"));
    assertEquals(291, failure("{find: 'c', min: {a: 1}, hint: {$natural: 1}}"));
    assertEquals(291, failure("{find: 'c', max: {a: 1}, hint: {$natural: -1}}"));
    assertEquals(2, failure("{find: 'c', max: {a: 1}, hint: 'none'}"));
    String same = "min: {a: 1, b: 2}, max: {a: 1, b: 2}";
    assertEquals(51175, failure("{find: 'c', " + same + ", hint: {a: 1, b: -1}}"));
    assertEquals(
        51175, failure("{find: 'c', min: {a: 2, b: 1}, max: {a: 1, b: 1}, hint: {a: 1, b: -1}}"));
    assertEquals(51176, failure("{find: 'none', min: {b: 1}, max: {a: 1}}"));
  }

  @Test
  void returnKeyAnswersTheKeysThatTheRecordsWereFoundBy() {
    run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a'}, {key: {b: 1}, name: 'b'}]}");
    run("{insert: 'c', documents: [{a: 1, b: 3}, {a: 2.5, b: 2}, {a: 'x', b: [1, 0]}]}");
    assertEquals(docs("{a: 1}", "{a: 2.5}", "{a: 'x'}"), find("hint: 'a', returnKey: true"));
    assertEquals(
        docs("{a: 'x'}", "{a: 2.5}", "{a: 1}"), find("hint: 'a', sort: {a: -1}, returnKey: true"));
    // A sort that is not the index's: the keys stay those that were scanned.
    assertEquals(
        docs("{a: 'x'}", "{a: 2.5}", "{a: 1}"), find("hint: 'a', sort: {b: 1}, returnKey: true"));
    assertEquals(docs("{b: 0}", "{b: 2}", "{b: 3}"), find("hint: 'b', returnKey: true"));
    assertEquals(docs("{a: 1}"), find("filter: {a: 1}, projection: {b: 1}, returnKey: true"));
    assertEquals(docs("{}", "{}", "{}"), find("returnKey: true, showRecordId: true"));
    assertEquals(
        docs("{a: 2.5}"), find("min: {a: 2}, max: {a: 3}, hint: 'a', returnKey: true, limit: 5"));
  }

  @Test
  void returnKeyOfALookupByIdIsTheId() {
    run("{insert: 'c', documents: [{_id: 7, a: 1}]}");
    assertEquals(docs("{_id: 7}"), find("filter: {_id: 7}, returnKey: true"));
  }

  @Test
  void returnKeyOutlivesTheEndOfABatch() {
    run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a'}]}");
    run("{insert: 'c', documents: [{a: 1.5}, {a: 2}, {a: 3}]}");
    BsonDocument reply = run("{find: 'c', hint: 'a', returnKey: true, batchSize: 1}");
    long id = reply.getDocument("cursor").getInt64("id").getValue();
    BsonDocument next = run("{getMore: {$numberLong: '" + id + "'}, collection: 'c'}");
    assertEquals(
        docs("{a: 2}", "{a: 3}"), List.copyOf(next.getDocument("cursor").getArray("nextBatch")));
  }

  @Test
  void showRecordIdStaysBesideAProjection() {
    run("{insert: 'c', documents: [{_id: 7, a: 1, b: 2}]}");
    assertEquals(
        docs("{a: 1, $recordId: {$numberLong: '1'}}"),
        find("projection: {_id: 0, a: 1}, showRecordId: true"));
  }

  @Test
  void aViewKnowsNeitherKeysNorRecords() {
    run("{create: 'v', viewOn: 'c', pipeline: []}");
    for (String option :
        List.of("returnKey: true", "showRecordId: true", "min: {a: 1}", "max: {a: 1}")) {
      assertEquals(168, failure("{find: 'v', hint: {a: 1}, " + option + "}"), option);
    }
  }

  @Test
  void explainShowsTheLimitsAndTheReturnedKeys() {
    fourPairs("{a: 1, b: -1}");
    BsonDocument plan =
        run("{explain: {find: 'c', min: {a: 1, b: 2}, hint: {a: 1, b: -1}, returnKey: true},"
                + " verbosity: 'executionStats'}")
            .getDocument("queryPlanner")
            .getDocument("winningPlan");
    assertEquals("RETURN_KEY", plan.getString("stage").getValue());
    BsonDocument scan = plan.getDocument("inputStage");
    assertEquals("IXSCAN", scan.getString("stage").getValue());
    assertEquals(
        BsonDocument.parse(
            "{startKey: {a: 1, b: 2}, startKeyInclusive: true, endKey: {a: {$maxKey: 1}, b:"
                + " {$minKey: 1}}, endKeyInclusive: true}"),
        scan.getDocument("indexBounds"));
  }

  private void fourPairs(String keyPattern) {
    String name = keyPattern.replaceAll("[{} ]", "").replaceAll("[:,]", "_");
    run("{createIndexes: 'c', indexes: [{key: " + keyPattern + ", name: '" + name + "'}]}");
    run("{insert: 'c', documents: [{a: 1, b: 1}, {a: 1, b: 2}, {a: 2, b: 1}, {a: 2, b: 2}]}");
  }

  private List<BsonDocument> found(String min, String max, String hint) {
    return find(
        "hint: "
            + hint
            + (min.isEmpty() ? "" : ", min: " + min)
            + (max.isEmpty() ? "" : ", max: " + max)
            + ", projection: {_id: 1}");
  }

  private List<BsonDocument> find(String options) {
    boolean whole = options.contains("returnKey") || options.contains("projection");
    return run("{find: 'c', " + options + (whole ? "" : ", projection: {_id: 1}") + "}")
        .getDocument("cursor")
        .getArray("firstBatch")
        .stream()
        .map(value -> value.asDocument())
        .toList();
  }

  private static List<BsonDocument> ids(int... ids) {
    return java.util.Arrays.stream(ids)
        .mapToObj(id -> BsonDocument.parse("{_id: " + id + "}"))
        .toList();
  }

  private static List<BsonDocument> docs(String... documents) {
    return java.util.Arrays.stream(documents).map(BsonDocument::parse).toList();
  }
}

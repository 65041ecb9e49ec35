package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.Operation;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Measurements as they are written and read. */
final class TimeseriesTest extends TimeseriesFixture {
  @Test
  void measurementsOfASeriesShareABucketAndComeInTheOrderOfTheirTimes() {
    create("{timeField: 't', metaField: 'm'}");
    insert(at(5, "m: 'a', v: 5"), at(1, "m: 'a', v: 1"), at(3, "m: 'b', v: 3"));
    insert(at(2, "m: 'a', v: 2, w: 7"));
    assertEquals(2, buckets().size());
    BsonDocument first = buckets().getFirst();
    BsonDocument control = first.getDocument("control");
    assertEquals(1, control.getInt32("version").getValue());
    assertEquals(3, control.getInt32("count").getValue());
    // The begin is rounded down to the minute, the end is the last time.
    assertEquals(1_699_999_980_000L, control.getDocument("min").getDateTime("t").getValue());
    assertEquals(1_700_000_005_000L, control.getDocument("max").getDateTime("t").getValue());
    assertEquals(1, control.getDocument("min").getInt32("v").getValue());
    assertEquals(5, control.getDocument("max").getInt32("v").getValue());
    assertEquals(1_699_999_980, first.getObjectId("_id").getValue().getTimestamp());
    assertEquals(
        List.of(
            doc(at(1, "m: 'a', v: 1")),
            doc(at(5, "m: 'a', v: 5")),
            doc(at(2, "m: 'a', v: 2, w: 7"))),
        find("{m: 'a'}"));
    checkConsistent();
  }

  @Test
  void aSeriesIsTheSameWhateverTheOrderOfItsFields() {
    create("{timeField: 't', metaField: 'm'}");
    insert(at(1, "m: {b: 1, a: [{d: 1, c: 2}]}"), at(2, "m: {a: [{c: 2, d: 1}], b: 1}"));
    insert(at(3, "m: {b: 1, a: [{d: 1, c: 2}]}"), at(4, "m: null"), at(5, "v: 1"));
    assertEquals(3, buckets().size());
    assertEquals(3, find("{'m.b': 1}").size());
    assertEquals(
        "{\"a\": [{\"c\": 2, \"d\": 1}], \"b\": 1}",
        find("{'m.b': 1}").getLast().getDocument("m").toJson());
  }

  @Test
  void aBucketTakesNoMoreThanItMay() {
    create("{timeField: 't', metaField: 'm'}");
    insert(
        IntStream.range(0, 2_500)
            .mapToObj(i -> at(i % 60, "m: 1, v: " + i))
            .toArray(String[]::new));
    assertEquals(3, buckets().size());
    insert(at(3_600, "m: 1"), at(-1_000, "m: 1"));
    assertEquals(5, buckets().size());
    insert(at(-999, "m: 1, v: 'text'"), at(-998, "m: 1, v: 4"), at(-997, "m: 1, v: {a: 1}"));
    // The first of them joins the bucket of before, which has no such column yet.
    assertEquals(7, buckets().size());
    assertEquals(2_505, find("{}").size());
    String large = "x".repeat(50_000);
    insert(
        IntStream.range(0, 30)
            .mapToObj(i -> at(i, "m: 2, v: '" + large + "'"))
            .toArray(String[]::new));
    assertEquals(3, find(FindRequest.of(BUCKETS, doc("{meta: 2}"))).size());
    checkConsistent();
  }

  @Test
  void timesWithoutRoomInAnIdAreFound() {
    create("{timeField: 't'}");
    insert(
        "{t: {$date: {$numberLong: '-62135596800000'}}, v: 1}",
        "{t: {$date: {$numberLong: '253402300799000'}}, v: 2}",
        "{t: {$date: {$numberLong: '9223372036854775807'}}, v: 3}",
        "{t: {$date: {$numberLong: '-9223372036854775807'}}, v: 4}");
    insert(at(0, "v: 5"));
    assertEquals(5, find("{}").size());
    assertEquals(2, find("{t: {$lt: {$date: 0}}}").size());
    assertEquals(2, find("{t: {$gt: {$date: {$numberLong: '200000000000000'}}}}").size());
    assertEquals(1, find("{t: {$date: {$numberLong: '-62135596800000'}}}").size());
    assertEquals(1, find("{t: {$date: 1700000000000}}").size());
  }

  @Test
  void aMeasurementHasATime() {
    create("{timeField: 't'}");
    BatchOutcome outcome = insert(at(1, "v: 1"), "{v: 2}", at(3, "v: 3"));
    assertEquals(1, outcome.n());
    assertEquals(2, outcome.errors().getFirst().code().number());
    assertEquals(1, outcome.errors().getFirst().index());
    try (Operation operation = begin()) {
      outcome =
          engine
              .writes()
              .insert(operation, insertRequest(false, "{t: 1}", at(4, "v: 4"), "{t: 'x'}"));
    }
    assertEquals(1, outcome.n());
    assertEquals(List.of(0, 2), outcome.errors().stream().map(WriteError::index).toList());
    assertEquals(2, find("{}").size());
  }

  @Test
  void whatAnIndexRefusesFailsAlone() {
    create("{timeField: 't', metaField: 'm'}");
    createIndex("{key: {'m.a': 1, 'm.b': 1}, name: 'parallel'}");
    BatchOutcome outcome =
        insert(at(1, "m: {a: 1}"), at(2, "m: {a: [1, 2], b: [1, 2]}"), at(3, "m: {a: 3}"));
    assertEquals(1, outcome.n());
    assertEquals(171, outcome.errors().getFirst().code().number());
    assertEquals(1, outcome.errors().getFirst().index());
    assertEquals(1, find("{}").size());
    checkConsistent();
  }

  @Test
  void whatMatchesIsRemovedFromItsBucket() {
    create("{timeField: 't', metaField: 'm'}");
    insert(
        IntStream.range(0, 100)
            .mapToObj(i -> at(i, "m: " + i % 2 + ", v: " + i))
            .toArray(String[]::new));
    assertEquals(2, buckets().size());
    assertEquals(10, delete("{v: {$gte: 90}}", false).n());
    assertEquals(1, delete("{v: {$lt: 50}, m: 1}", true).n());
    assertEquals(0, delete("{v: 1000}", true).n());
    assertEquals(89, find("{}").size());
    BsonDocument control = buckets().getFirst().getDocument("control");
    assertEquals(88, control.getDocument("max").getInt32("v").getValue());
    assertEquals(45, control.getInt32("count").getValue());
    assertEquals(44, delete("{m: 1}", false).n());
    assertEquals(1, buckets().size());
    insert(at(200, "m: 0, v: 200"));
    assertEquals(1, buckets().size());
    checkConsistent();
  }

  @Test
  void findAndModifyRemovesOneAndAnswersIt() {
    create("{timeField: 't', metaField: 'm'}");
    insert(at(1, "m: 1, v: 1"), at(2, "m: 1, v: 2"));
    FindAndModifyOutcome outcome = modify("{v: 2}", null);
    assertEquals(
        doc(at(2, "m: 1, v: 2")), outcome.value() == null ? null : outcome.value().toBson());
    assertEquals(1, find("{}").size());
    assertNull(modify("{v: 2}", null).value());
    assertEquals(72, code(() -> modify("{v: 1}", "{$set: {m: 2}}")));
  }

  private FindAndModifyOutcome modify(String query, @Nullable String update) {
    try (Operation operation = begin()) {
      return engine
          .writes()
          .findAndModify(
              operation,
              new FindAndModifyRequest(
                  NS,
                  doc(query),
                  null,
                  update == null ? null : doc(update),
                  false,
                  false,
                  null,
                  null,
                  null,
                  null,
                  null,
                  -1,
                  false,
                  false));
    }
  }

  @Test
  void updatesChangeSeriesAlone() {
    create("{timeField: 't', metaField: 'm'}");
    insert(at(1, "m: {s: 1}, v: 1"), at(2, "m: {s: 1}, v: 2"), at(3, "m: {s: 2}, v: 3"));
    BatchOutcome outcome = update("{'m.s': 1}", "{$set: {'m.s': 3}}", true, false);
    assertEquals(2, outcome.n());
    assertEquals(2, outcome.modified());
    assertEquals(2, find("{'m.s': 3}").size());
    for (String[] refused :
        new String[][] {
          {"{v: 1}", "{$set: {m: 1}}"},
          {"{}", "{$set: {v: 1}}"},
          {"{}", "{$rename: {m: 'x'}}"},
          {"{}", "{m: 1}"},
          {"{$expr: {$eq: ['$m', 1]}}", "{$set: {m: 1}}"}
        }) {
      assertEquals(
          72, update(refused[0], refused[1], true, false).errors().getFirst().code().number());
    }
    assertEquals(
        72, update("{}", "{$set: {m: 1}}", false, false).errors().getFirst().code().number());
    assertEquals(
        72, update("{}", "{$set: {m: 1}}", true, true).errors().getFirst().code().number());
    checkConsistent();
  }

  @Test
  void aRepeatedInsertIsDoneOnce() {
    create("{timeField: 't', metaField: 'm'}");
    UUID session = UUID.randomUUID();
    String[] documents = {at(1, "m: 1"), at(2, "m: 2"), at(3, "m: 1")};
    for (int i = 0; i < 2; i++) {
      try (Operation operation = begin(session, 7)) {
        assertEquals(3, insert(operation, documents).n());
      }
    }
    assertEquals(3, find("{}").size());
    for (int i = 0; i < 2; i++) {
      try (Operation operation = begin(session, 8)) {
        assertEquals(1, delete(operation, "{}", true).n());
      }
    }
    assertEquals(2, find("{}").size());
  }

  @Test
  void aTransactionReadsAndDoesNotWrite() {
    create("{timeField: 't'}");
    insert(at(1, "v: 1"));
    UUID session = UUID.randomUUID();
    try (Operation operation = begin(session, 1, true, "find")) {
      assertEquals(1, find(operation, FindRequest.of(NS, doc("{}"))).size());
    }
    try (Operation operation = begin(session, 1, false, "insert")) {
      assertEquals(263, code(() -> insert(operation, at(2, "v: 2"))));
    }
  }

  @Test
  void aTimeRangeReadsNotAllBuckets() {
    create("{timeField: 't', metaField: 'm'}");
    for (int hour = 0; hour < 50; hour++) {
      insert(at(hour * 4_000L, "m: " + hour % 2 + ", v: " + hour));
    }
    assertEquals(50, buckets().size());
    try (Operation operation = begin()) {
      String filter = "{m: 1, t: {$gte: {$date: " + (1_700_000_000_000L + 40_000_000L) + "}}}";
      assertEquals(20, find(operation, FindRequest.of(NS, doc(filter))).size());
      assertTrue(
          operation.current().docsExamined() <= 21, "read " + operation.current().docsExamined());
    }
  }

  @Test
  void aBucketThatSaysWhatIsNotTrueIsFound() {
    create("{timeField: 't', metaField: 'm'}");
    insert(at(1, "m: 1, v: 1"), at(2, "m: 1, v: 2"));
    checkConsistent();
    try (Operation operation = begin()) {
      UpdateStatement lie =
          new UpdateStatement(
              doc("{}"),
              doc("{$set: {'control.max.v': 1}}"),
              null,
              true,
              false,
              null,
              null,
              null,
              null);
      UpdateRequest request =
          new UpdateRequest(BUCKETS, List.of(lie), true, null, new int[0], null, false, false);
      assertEquals(1, engine.writes().update(operation, request).n());
      assertEquals(
          1,
          engine.statistics().validate(operation, NS, CheckOptions.NONE).getArray("errors").size());
    }
  }

  @Test
  void whatIsExplainedIsThePlanForItsBuckets() {
    create("{timeField: 't', metaField: 'm'}");
    insert(at(1, "m: 1, v: 1"), at(2, "m: 1, v: 2"), at(3, "m: 2, v: 3"));
    try (Operation operation = begin()) {
      BsonDocument find =
          engine
              .reads()
              .explain(operation, FindRequest.of(NS, doc("{m: 1, v: 2}")), "executionStats");
      BsonDocument cursor = find.getArray("stages").getFirst().asDocument().getDocument("$cursor");
      assertEquals(
          BUCKETS.fullName(), cursor.getDocument("queryPlanner").getString("namespace").getValue());
      assertEquals(
          1,
          cursor.getDocument("executionStats").getNumber("totalDocsExamined").intValue(),
          find.toJson());
      DeleteStatement all = new DeleteStatement(doc("{m: 1}"), false, null, null);
      BsonDocument delete =
          engine
              .reads()
              .explain(
                  operation,
                  new DeleteRequest(NS, List.of(all), true, null, new int[0], null),
                  all,
                  "executionStats");
      BsonDocument stages = delete.getDocument("executionStats").getDocument("executionStages");
      assertEquals("TS_MODIFY", stages.getString("stage").getValue());
      assertEquals(2, stages.getNumber("nMeasurementsDeleted").intValue());
    }
    assertEquals(3, find("{}").size());
  }
}

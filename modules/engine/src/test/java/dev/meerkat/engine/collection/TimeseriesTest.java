package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TimeseriesTest extends EngineFixture {
  private static final Namespace BUCKETS = TimeseriesOptions.buckets(NS);

  @AfterEach
  void close() {
    closeEngine();
  }

  private void create(String timeseries) {
    create(NS, timeseries);
  }

  private void create(Namespace namespace, String timeseries) {
    try (Operation operation = begin()) {
      assertTrue(
          engine
              .catalog()
              .create(
                  operation,
                  namespace,
                  CollectionOptions.parse(doc("{timeseries: " + timeseries + "}")),
                  null));
    }
  }

  private static int code(Runnable action) {
    return assertThrows(ServerException.class, action::run).code().number();
  }

  private List<BsonDocument> buckets() {
    return find(FindRequest.of(BUCKETS, doc("{}")));
  }

  private static String at(long second, String rest) {
    return "{t: {$date: " + (1_700_000_000_000L + second * 1_000) + "}, " + rest + "}";
  }

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
  void theIndexOnSeriesAndTimeMayGo() {
    create("{timeField: 't', metaField: 'm'}");
    insert(at(1, "m: 1, v: 1"));
    try (Operation operation = begin()) {
      assertEquals(1, engine.indexes().drop(operation, NS, new BsonString("*")));
    }
    insert(at(2, "m: 1, v: 1"), at(3, "m: 2"));
    insert(at(4, "m: 1, v: 2"));
    assertEquals(2, buckets().size());
    assertEquals(3, find("{m: 1}").size());
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
      assertTrue(operation.docsExamined() <= 21, "read " + operation.docsExamined());
    }
  }

  @Test
  void indexesAreToldInTheTermsOfMeasurements() {
    create("{timeField: 't', metaField: 'm'}");
    createIndex("{key: {'m.a': -1, t: -1}, name: 'series'}");
    createIndex("{key: {v: 1}, name: 'value', partialFilterExpression: {v: {$gt: 1}}}");
    createIndex(
        "{key: {t: 1}, name: 'old', expireAfterSeconds: 60, partialFilterExpression: {m: 1}}");
    assertEquals(
        List.of(
            doc("{v: 2, key: {m: 1, t: 1}, name: 'm_1_t_1'}"),
            doc("{v: 2, key: {'m.a': -1, t: -1}, name: 'series'}"),
            doc("{v: 2, key: {v: 1}, name: 'value', partialFilterExpression: {v: {$gt: 1}}}"),
            doc(
                "{v: 2, key: {t: 1}, name: 'old', expireAfterSeconds: 60,"
                    + " partialFilterExpression: {m: 1}}")),
        engine.indexes().list(NS));
    for (String[] refused :
        new String[][] {
          {"72", "{key: {v: 1}, name: 'x', unique: true}"},
          {"72", "{key: {v: 1}, name: 'x', sparse: true}"},
          {"72", "{key: {m: 'text'}, name: 'x'}"},
          {"67", "{key: {v: 'hashed'}, name: 'x'}"},
          {"67", "{key: {t: '2d'}, name: 'x'}"},
          {"72", "{key: {t: 1}, name: 'x', expireAfterSeconds: 1}"},
          {"72", "{key: {v: 1}, name: 'x', partialFilterExpression: {v: {$in: [1]}}}"}
        }) {
      assertEquals(Integer.parseInt(refused[0]), code(() -> createIndex(refused[1])), refused[1]);
    }
    try (Operation operation = begin()) {
      assertEquals(4, engine.indexes().drop(operation, NS, doc("{v: 1}")));
      assertEquals(3, engine.indexes().drop(operation, NS, doc("{'m.a': -1, t: -1}")));
      assertEquals(27, code(() -> engine.indexes().drop(operation, NS, doc("{v: 1}"))));
    }
  }

  @Test
  void itComesAndGoesWithItsBuckets() {
    create("{timeField: 't', metaField: 'm', granularity: 'minutes'}");
    assertEquals(
        List.of("system.buckets.things", "system.views", "things"),
        engine.catalog().collections("test").stream()
            .map(listed -> listed.getString("name").getValue())
            .toList());
    BsonDocument listed = engine.catalog().collections("test").getLast();
    assertEquals("timeseries", listed.getString("type").getValue());
    assertEquals(
        doc(
            "{timeseries: {timeField: 't', metaField: 'm', granularity: 'minutes',"
                + " bucketMaxSpanSeconds: 86400}}"),
        listed.getDocument("options"));
    change("{timeseries: {granularity: 'hours'}}");
    assertEquals(72, code(() -> change("{timeseries: {granularity: 'seconds'}}")));
    assertEquals(72, code(() -> change("{validator: {}}")));
    insert(at(0, "m: 1"), at(2_000_000, "m: 1"));
    assertEquals(1, buckets().size());
    // What the view asks of buckets follows their span.
    assertEquals(1, find("{t: {$gt: {$date: " + 1_701_999_999_999L + "}}}").size());
    try (Operation operation = begin()) {
      assertEquals(48, code(() -> create("{timeField: 't'}")));
      assertTrue(engine.catalog().drops().drop(operation, NS, null).isPresent());
    }
    assertEquals(List.of(), engine.catalog().collections("test"));
  }

  private void change(String changes) {
    try (Operation operation = begin()) {
      var _ = engine.catalog().collMod(operation, NS, doc(changes), false);
    }
  }

  @Test
  void whatIsSaidOfTimeSeriesIsChecked() {
    for (String[] refused :
        new String[][] {
          {"40414", "{}"},
          {"40415", "{timeField: 't', nope: 1}"},
          {"14", "{timeField: 1}"},
          {"2", "{timeField: 't', granularity: 'days'}"},
          {"2", "{timeField: 't', bucketMaxSpanSeconds: 0, bucketRoundingSeconds: 0}"},
          {
            "2", "{timeField: 't', bucketMaxSpanSeconds: 31536001, bucketRoundingSeconds: 31536001}"
          },
          {"72", "{timeField: 't', bucketMaxSpanSeconds: 10}"},
          {"72", "{timeField: 't', bucketMaxSpanSeconds: 10, bucketRoundingSeconds: 5}"},
          {"72", "{timeField: 't', granularity: 'hours', bucketMaxSpanSeconds: 10}"}
        }) {
      assertEquals(
          Integer.parseInt(refused[0]),
          code(() -> TimeseriesOptions.parse(doc(refused[1]))),
          refused[1]);
    }
    for (String refused :
        List.of(
            "{timeField: 'a.b'}",
            "{timeField: 't', metaField: 't'}",
            "{timeField: 't', metaField: '_id'}",
            "{timeField: 't', metaField: 'a.b'}")) {
      assertEquals(72, code(() -> TimeseriesOptions.parse(doc(refused)).checkNames()), refused);
    }
    assertEquals(
        6346401,
        code(
            () ->
                CollectionOptions.parse(
                    doc("{timeseries: {timeField: 't'}, encryptedFields: {fields: []}}"))));
    assertEquals(
        72,
        code(
            () ->
                CollectionOptions.parse(
                    doc("{timeseries: {timeField: 't'}, capped: true, size: 1}"))));
  }

  @Test
  void nobodyPutsSomethingElseAmongBuckets() {
    create("{timeField: 't'}");
    try (Operation operation = begin()) {
      BatchOutcome outcome =
          engine
              .writes()
              .insert(
                  operation,
                  new InsertRequest(
                      BUCKETS,
                      List.of(DocumentView.of(doc("{_id: 1}"))),
                      true,
                      new int[0],
                      null,
                      false,
                      false));
      assertEquals(121, outcome.errors().getFirst().code().number());
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

  @Test
  void statisticsAreThoseOfBuckets() {
    create("{timeField: 't', metaField: 'm'}");
    insert(at(1, "m: 1"), at(2, "m: 2"), at(3, "m: 2"));
    insert(at(4, "m: 2"));
    try (Operation operation = begin()) {
      BsonDocument stats = engine.statistics().collection(operation, NS, 1);
      assertNull(stats.get("count"));
      BsonDocument told = stats.getDocument("timeseries");
      assertEquals(new BsonInt32(2), told.get("bucketCount"));
      assertEquals(2, told.getInt64("numBucketInserts").getValue());
      assertEquals(1, told.getInt64("numBucketUpdates").getValue());
      assertEquals(4, told.getInt64("numMeasurementsCommitted").getValue());
    }
  }
}

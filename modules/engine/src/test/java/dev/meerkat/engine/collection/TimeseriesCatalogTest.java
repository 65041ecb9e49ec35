package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.DocumentView;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** What can be said of time-series collections, their buckets and their indexes. */
final class TimeseriesCatalogTest extends TimeseriesFixture {
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

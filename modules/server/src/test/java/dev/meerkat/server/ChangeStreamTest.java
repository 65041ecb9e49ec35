package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Change streams as clients use them. */
@Timeout(120)
final class ChangeStreamTest extends ServedTest {
  private static final String SESSION =
      "lsid: {id: {$binary: {base64: 'AAAAAAAAAAAAAAAAAAAAAA==', subType: '04'}}}";

  @Test
  void everyKindOfChangeIsTold() throws IOException {
    BsonDocument stream = watch("'c'", "");
    ok("insert: 'c', documents: [{_id: 1, a: 1}]");
    ok("update: 'c', updates: [{q: {_id: 1}, u: {$set: {a: 2}}}]");
    ok("update: 'c', updates: [{q: {_id: 1}, u: {b: 1}}]");
    ok("delete: 'c', deletes: [{q: {_id: 1}, limit: 1}]");
    ok("drop: 'c'");
    BsonDocument batch = next(stream, "c", 1000);
    assertEquals(
        List.of("insert", "update", "replace", "delete", "drop", "invalidate"), types(batch));
    assertEquals(0, id(batch));
    assertEquals(
        events(batch).getLast().getDocument("_id"), batch.getDocument("postBatchResumeToken"));
  }

  @Test
  void streamsOfDatabasesAndOfTheClusterTellMore() throws IOException {
    BsonDocument database = watch("1", "");
    BsonDocument cluster =
        cursor(
            client.run(
                "{aggregate: 1, pipeline: [{$changeStream: {allChangesForCluster: true}}],"
                    + " cursor: {}, $db: 'admin'}"));
    ok("insert: 'c', documents: [{_id: 1}]");
    ok("insert: 'd', documents: [{_id: 1}]");
    client.run("{insert: 'c', documents: [{_id: 1}], $db: 'other'}");
    ok("dropDatabase: 1");
    BsonDocument told = next(database, "$cmd.aggregate", 1000);
    assertEquals(
        List.of("insert", "insert", "drop", "drop", "dropDatabase", "invalidate"), types(told));
    BsonDocument all =
        cursor(
            client.run(
                "{getMore: {$numberLong: '"
                    + id(cluster)
                    + "'}, collection: '$cmd.aggregate', maxTimeMS: 1000, $db: 'admin'}"));
    assertEquals(List.of("insert", "insert", "insert", "drop", "drop", "dropDatabase"), types(all));
    assertTrue(id(all) != 0);
  }

  @Test
  void aStreamGoesOnAfterEachOfItsEvents() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    BsonDocument stream = watch("1", "");
    for (int i = 0; i < 60; i++) {
      write(random, i);
    }
    BsonDocument whole = next(stream, "$cmd.aggregate", 1000);
    List<BsonDocument> events = events(whole);
    assertTrue(events.size() > 60, "seed " + seed);
    String before = "";
    for (int i = 0; i < events.size(); i++) {
      BsonDocument token = events.get(i).getDocument("_id");
      String text = token.getString("_data").getValue();
      assertTrue(before.compareTo(text) < 0, "seed " + seed);
      before = text;
      BsonDocument resumed = watch("1", "resumeAfter: " + RawClient.exact(token));
      List<BsonDocument> rest = events(resumed);
      if (rest.size() == 101) {
        rest.addAll(events(next(resumed, "$cmd.aggregate", 100)));
      }
      assertEquals(events.subList(i + 1, events.size()), rest, "seed " + seed);
    }
  }

  /** One write command: of one document, of several, or a transaction. */
  private void write(Random random, int number) throws IOException {
    String name = random.nextBoolean() ? "c" : "d";
    switch (random.nextInt(5)) {
      case 0 ->
          ok(
              "insert: '"
                  + name
                  + "', documents: [{_id: "
                  + number
                  + ".5}, {_id: 'x"
                  + number
                  + "'}]");
      case 1 -> ok("update: '" + name + "', updates: [{q: {}, u: {$inc: {n: 1}}, multi: true}]");
      case 2 -> ok("delete: '" + name + "', deletes: [{q: {n: {$gt: 3}}, limit: 0}]");
      case 3 -> {
        String transaction =
            SESSION + ", txnNumber: {$numberLong: '" + number + "'}, autocommit: false";
        ok(
            "insert: 'c', documents: [{_id: 't"
                + number
                + "'}], startTransaction: true, "
                + transaction);
        ok("insert: 'd', documents: [{_id: 't" + number + "'}], " + transaction);
        ok(
            "update: 'd', updates: [{q: {_id: 't"
                + number
                + "'}, u: {$set: {z: 1}}}], "
                + transaction);
        assertOk(client.run("{commitTransaction: 1, " + transaction + ", $db: 'admin'}"));
      }
      default -> ok("insert: '" + name + "', documents: [{_id: " + number + "}]");
    }
  }

  @Test
  void aStreamBeginsAtATime() throws IOException {
    ok("insert: 'c', documents: [{_id: 1}]");
    BsonDocument second = client.run("{insert: 'c', documents: [{_id: 2}], $db: 'test'}");
    ok("insert: 'c', documents: [{_id: 3}]");
    String time = exactValue(second.getTimestamp("operationTime"));
    BsonDocument stream = watch("'c'", "startAtOperationTime: " + time);
    assertEquals(List.of("2", "3"), keys(stream));
    BsonDocument early = watch("'c'", "startAtOperationTime: {$timestamp: {t: 1, i: 1}}");
    assertEquals(List.of("1", "2", "3"), keys(early));
  }

  @Test
  void afterAnInvalidationAStreamStartsAnew() throws IOException {
    BsonDocument stream = watch("'c'", "");
    ok("insert: 'c', documents: [{_id: 1}]");
    ok("drop: 'c'");
    List<BsonDocument> events = events(next(stream, "c", 1000));
    assertEquals("invalidate", events.getLast().getString("operationType").getValue());
    String drop = RawClient.exact(events.get(1).getDocument("_id"));
    String invalidate = RawClient.exact(events.getLast().getDocument("_id"));
    ok("insert: 'c', documents: [{_id: 2}]");
    assertEquals(260, failure("'c'", "{$changeStream: {resumeAfter: " + invalidate + "}}"));
    BsonDocument fresh = watch("'c'", "startAfter: " + invalidate);
    assertEquals(List.of("2"), keys(fresh));
    BsonDocument again = watch("'c'", "resumeAfter: " + drop);
    assertEquals(List.of("invalidate"), types(again));
    assertEquals(0, id(again));
  }

  @Test
  void aTokenOfNoEventIsNotFound() throws IOException {
    BsonDocument stream = watch("'c'", "");
    ok("insert: 'c', documents: [{_id: 1}]");
    BsonDocument token = events(next(stream, "c", 1000)).getFirst().getDocument("_id");
    // The same place, of another collection.
    ok("insert: 'd', documents: [{_id: 1}]");
    BsonDocument other = watch("'d'", "resumeAfter: " + RawClient.exact(token), false);
    assertEquals(280, other.getNumber("code").intValue());
    assertEquals(
        new BsonArray(List.of(new BsonString("NonResumableChangeStreamError"))),
        other.getArray("errorLabels"));
  }

  @Test
  void theTimeMovesOnWithNothingToTell() throws IOException {
    BsonDocument stream = watch("'c'", "");
    ok("insert: 'd', documents: [{_id: 1}]");
    ok("insert: 'd', documents: [{_id: 2}]");
    BsonDocument batch = next(stream, "c", 50);
    assertTrue(events(batch).isEmpty());
    String before = data(stream);
    String after = data(batch);
    assertTrue(before.compareTo(after) < 0);
    ok("insert: 'c', documents: [{_id: 3}]");
    BsonDocument resumed =
        watch("'c'", "resumeAfter: " + RawClient.exact(batch.getDocument("postBatchResumeToken")));
    assertEquals(List.of("3"), keys(resumed));
  }

  @Test
  void whoWaitsIsWokenByWhatConcernsHim() throws Exception {
    BsonDocument stream = watch("'c'", "");
    try (RawClient other = new RawClient(server.port())) {
      client.send(0, getMore(stream, "c", 15_000));
      assertOk(other.run("{insert: 'd', documents: [{_id: 1}], $db: 'test'}"));
      assertTrue(client.isQuiet(200));
      long start = System.nanoTime();
      assertOk(other.run("{insert: 'c', documents: [{_id: 7}], $db: 'test'}"));
      BsonDocument batch = cursor(client.receive().body().toBson());
      assertEquals(List.of("7"), keys(batch));
      assertTrue(System.nanoTime() - start < 5_000_000_000L);
    }
  }

  @Test
  void whoWaitsIsEndedByAKill() throws Exception {
    BsonDocument stream = watch("'c'", "");
    try (RawClient other = new RawClient(server.port())) {
      client.send(0, getMore(stream, "c", 15_000));
      assertTrue(client.isQuiet(200));
      assertOk(
          other.run(
              "{killCursors: 'c', cursors: [{$numberLong: '" + id(stream) + "'}], $db: 'test'}"));
      BsonDocument failed = client.receive().body().toBson();
      assertEquals(237, failed.getNumber("code").intValue());
    }
  }

  @Test
  void whoGoesAwayWaitsNoLonger() throws Exception {
    ok("create: 'capped', capped: true, size: 4096");
    ok("insert: 'capped', documents: [{_id: 1}]");
    try (RawClient streaming = new RawClient(server.port());
        RawClient tailing = new RawClient(server.port())) {
      BsonDocument stream =
          cursor(
              streaming.run(
                  "{aggregate: 'c', pipeline: [{$changeStream: {}}], cursor: {}, $db: 'test'}"));
      streaming.send(0, getMore(stream, "c", 3_600_000));
      BsonDocument tail =
          cursor(tailing.run("{find: 'capped', tailable: true, awaitData: true, $db: 'test'}"));
      tailing.send(0, getMore(tail, "capped", 3_600_000));
      assertTrue(client.isQuiet(200));
      assertEquals(2, openCursors());
    }
    long end = System.nanoTime() + 30_000_000_000L;
    while (openCursors() > 0 && System.nanoTime() < end) {
      assertTrue(client.isQuiet(100));
    }
    assertEquals(0, openCursors());
  }

  private int openCursors() throws IOException {
    return client
        .run("{serverStatus: 1, $db: 'admin'}")
        .getDocument("metrics")
        .getDocument("cursor")
        .getDocument("open")
        .getNumber("total")
        .intValue();
  }

  @Test
  void manyStreamsWaitForOneEvent() throws Exception {
    int count = 100;
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        RawClient one = new RawClient(server.port());
        clients.add(one);
        BsonDocument stream =
            cursor(
                one.run(
                    "{aggregate: 'c"
                        + i % 2
                        + "', pipeline: [{$changeStream: {}}], cursor: {}, $db: 'test'}"));
        one.send(0, getMore(stream, "c" + i % 2, 15_000));
      }
      ok("insert: 'c0', documents: [{_id: 7}, {_id: 8}]");
      for (int i = 0; i < count; i += 2) {
        assertEquals(List.of("7", "8"), keys(cursor(clients.get(i).receive().body().toBson())));
      }
      assertTrue(clients.get(1).isQuiet(50));
    } finally {
      for (RawClient one : clients) {
        one.close();
      }
    }
  }

  @Test
  void imagesAreThereWhereTheyAreKept() throws IOException {
    ok("create: 'c', changeStreamPreAndPostImages: {enabled: true}");
    BsonDocument stream =
        watch("'c'", "fullDocument: 'required', fullDocumentBeforeChange: 'required'");
    ok("insert: 'c', documents: [{_id: 1, a: 1, l: [1, 2, 3]}]");
    ok("update: 'c', updates: [{q: {_id: 1}, u: {$set: {a: 2, 'l.1': 9}}}]");
    ok("delete: 'c', deletes: [{q: {_id: 1}, limit: 1}]");
    List<BsonDocument> events = events(next(stream, "c", 1000));
    assertEquals(
        BsonDocument.parse("{_id: 1, a: 1, l: [1, 2, 3]}"),
        events.get(1).get("fullDocumentBeforeChange"));
    assertEquals(
        BsonDocument.parse("{_id: 1, a: 2, l: [1, 9, 3]}"), events.get(1).get("fullDocument"));
    assertEquals(
        BsonDocument.parse("{_id: 1, a: 2, l: [1, 9, 3]}"),
        events.get(2).get("fullDocumentBeforeChange"));
    ok("collMod: 'c', changeStreamPreAndPostImages: {enabled: false}");
    ok("insert: 'c', documents: [{_id: 1, a: 1}]");
    ok("update: 'c', updates: [{q: {_id: 1}, u: {$set: {a: 2}}}]");
    BsonDocument failed = client.run(getMore(stream, "c", 1000));
    if (failed.getNumber("ok").doubleValue() == 1) {
      failed = client.run(getMore(stream, "c", 1000));
    }
    assertEquals(47, failed.getNumber("code").intValue());
  }

  @Test
  void largeEventsAreSplitOnRequest() throws IOException {
    ok("create: 'c', changeStreamPreAndPostImages: {enabled: true}");
    String large = "x".repeat(9_000_000);
    assertOk(client.run("{insert: 'c', documents: [{_id: 1, s: '" + large + "'}], $db: 'test'}"));
    String options = "fullDocument: 'required', fullDocumentBeforeChange: 'required'";
    BsonDocument plain = watch("'c'", options);
    BsonDocument split =
        cursor(
            client.run(
                "{aggregate: 'c', pipeline: [{$changeStream: {"
                    + options
                    + "}}, {$changeStreamSplitLargeEvent: {}}], cursor: {}, $db: 'test'}"));
    ok("update: 'c', updates: [{q: {_id: 1}, u: {$set: {a: 2}}}]");
    ok("update: 'c', updates: [{q: {_id: 1}, u: {$unset: {s: 1}}}]");
    assertEquals(10334, client.run(getMore(plain, "c", 1000)).getNumber("code").intValue());
    List<BsonDocument> parts = new ArrayList<>();
    while (parts.size() < 3) {
      parts.addAll(events(next(split, "c", 1000)));
    }
    assertEquals(BsonDocument.parse("{fragment: 1, of: 2}"), parts.get(0).get("splitEvent"));
    assertEquals(BsonDocument.parse("{fragment: 2, of: 2}"), parts.get(1).get("splitEvent"));
    assertFalse(parts.get(2).containsKey("splitEvent"));
    String token = RawClient.exact(parts.get(0).getDocument("_id"));
    assertEquals(280, failure("'c'", "{$changeStream: {resumeAfter: " + token + "}}"));
    BsonDocument resumed =
        cursor(
            client.run(
                "{aggregate: 'c', pipeline: [{$changeStream: {"
                    + options
                    + ", resumeAfter: "
                    + token
                    + "}}, {$changeStreamSplitLargeEvent: {}}], cursor: {}, $db: 'test'}"));
    assertEquals(parts.get(1), events(resumed).getFirst());
  }

  @Test
  void anEventKeepsItsToken() throws IOException {
    BsonDocument stream = watch("'c'", "}}, {$project: {_id: 0");
    ok("insert: 'c', documents: [{_id: 1}]");
    BsonDocument failed = client.run(getMore(stream, "c", 1000));
    assertEquals(280, failed.getNumber("code").intValue());
    assertEquals(
        new BsonArray(List.of(new BsonString("NonResumableChangeStreamError"))),
        failed.getArray("errorLabels"));
    assertEquals(43, client.run(getMore(stream, "c", 1000)).getNumber("code").intValue());
  }

  @Test
  void whatCannotBeWatchedIsRefused() throws IOException {
    ok("create: 'v', viewOn: 'c'");
    assertEquals(166, failure("'v'", "{$changeStream: {}}"));
    assertEquals(73, failure("'system.views'", "{$changeStream: {}}"));
    assertEquals(72, failure("'c'", "{$changeStream: {allChangesForCluster: true}}"));
    assertEquals(20, failure("'c'", "{$changeStream: {}}, {$sort: {_id: 1}}"));
    assertEquals(40602, failure("'c'", "{$match: {}}, {$changeStream: {}}"));
    assertEquals(40324, failure("'c'", "{$changeStream: {}}, {$foo: 1}"));
    assertEquals(6188500, failure("'c'", "{$changeStream: 1}"));
    assertEquals(40415, failure("'c'", "{$changeStream: {x: 1}}"));
    assertEquals(2, failure("'c'", "{$changeStream: {fullDocument: 'x'}}"));
    assertEquals(14, failure("'c'", "{$changeStream: {showExpandedEvents: null}}"));
    assertEquals(14, failure("'c'", "{$changeStream: {startAtOperationTime: 1}}"));
    assertEquals(
        7182802,
        failure("'c'", "{$changeStream: {}}, {$changeStreamSplitLargeEvent: {}}, {$match: {}}"));
    assertEquals(
        72,
        client
            .run(
                "{aggregate: 'c', pipeline: [{$changeStream: {}}], cursor: {},"
                    + " readConcern: {level: 'local'}, $db: 'test'}")
            .getNumber("code")
            .intValue());
    assertEquals(
        73,
        client
            .run("{aggregate: 1, pipeline: [{$changeStream: {}}], cursor: {}, $db: 'admin'}")
            .getNumber("code")
            .intValue());
  }

  @Test
  void aStandaloneServerHasNone() throws IOException {
    try (MeerkatServer alone =
            MeerkatServer.start(MeerkatOptions.builder().storage("memory").standalone().build());
        RawClient other = new RawClient(alone.port())) {
      BsonDocument refused =
          other.run("{aggregate: 'c', pipeline: [{$changeStream: {}}], cursor: {}, $db: 'test'}");
      assertEquals(40573, refused.getNumber("code").intValue());
    }
  }

  private BsonDocument watch(String collection, String options) throws IOException {
    return cursor(watch(collection, options, true));
  }

  private BsonDocument watch(String collection, String options, boolean works) throws IOException {
    BsonDocument reply =
        client.run(
            "{aggregate: "
                + collection
                + ", pipeline: [{$changeStream: {"
                + options
                + "}}], cursor: {}, $db: 'test'}");
    assertEquals(works ? 1 : 0, reply.getNumber("ok").intValue(), reply.toJson());
    return reply;
  }

  private int failure(String collection, String pipeline) throws IOException {
    BsonDocument reply =
        client.run(
            "{aggregate: "
                + collection
                + ", pipeline: ["
                + pipeline
                + "], cursor: {}, $db: 'test'}");
    return reply.getNumber("code").intValue();
  }

  private void ok(String command) throws IOException {
    assertOk(client.run("{" + command + ", $db: 'test'}"));
  }

  private static void assertOk(BsonDocument reply) {
    assertEquals(1.0, reply.getNumber("ok").doubleValue(), reply.toJson());
    assertFalse(reply.containsKey("writeErrors"), reply.toJson());
  }

  private BsonDocument next(BsonDocument stream, String collection, int millis) throws IOException {
    return cursor(client.run(getMore(stream, collection, millis)));
  }

  private static String getMore(BsonDocument stream, String collection, int millis) {
    return "{getMore: {$numberLong: '"
        + id(stream)
        + "'}, collection: '"
        + collection
        + "', maxTimeMS: "
        + millis
        + ", $db: 'test'}";
  }

  private static BsonDocument cursor(BsonDocument reply) {
    assertOk(reply);
    return reply.getDocument("cursor");
  }

  private static long id(BsonDocument cursor) {
    return cursor.getNumber("id").longValue();
  }

  private static String data(BsonDocument cursor) {
    return cursor.getDocument("postBatchResumeToken").getString("_data").getValue();
  }

  private static List<BsonDocument> events(BsonDocument cursor) {
    List<BsonDocument> events = new ArrayList<>();
    BsonArray batch =
        cursor.containsKey("firstBatch")
            ? cursor.getArray("firstBatch")
            : cursor.getArray("nextBatch");
    for (BsonValue event : batch) {
      events.add(event.asDocument());
    }
    return events;
  }

  private static List<String> types(BsonDocument cursor) {
    return events(cursor).stream()
        .map(event -> event.getString("operationType").getValue())
        .toList();
  }

  private static List<String> keys(BsonDocument cursor) {
    return events(cursor).stream()
        .map(event -> event.getDocument("documentKey").getNumber("_id").intValue() + "")
        .toList();
  }

  private static String exactValue(BsonValue value) {
    String json = RawClient.exact(new BsonDocument("v", value));
    return json.substring(json.indexOf(':') + 1, json.lastIndexOf('}'));
  }
}

package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** The oplog as clients see it, and the commands of a replica set of one. */
final class ReplicationTest extends EngineFixture {
  private int adminFailure(String json) {
    return assertThrows(ServerException.class, () -> admin(json), json).code().number();
  }

  private BsonDocument local(String json) {
    return run("local", BsonDocument.parse(json));
  }

  private BsonArray entries(String filter) {
    return local("{find: 'oplog.rs', filter: " + filter + "}")
        .getDocument("cursor")
        .getArray("firstBatch");
  }

  private BsonTimestamp newest() {
    return local("{find: 'oplog.rs', sort: {$natural: -1}, limit: 1}")
        .getDocument("cursor")
        .getArray("firstBatch")
        .get(0)
        .asDocument()
        .getTimestamp("ts");
  }

  private static String json(BsonTimestamp time) {
    return "{$timestamp: {t: " + time.getTime() + ", i: " + time.getInc() + "}}";
  }

  @Test
  void theOplogBeginsWithTheSetAndIsReadInBothDirections() {
    run("{insert: 'c', documents: [{_id: 1}]}");
    BsonArray all = entries("{}");
    assertEquals(new BsonString("n"), all.get(0).asDocument().get("op"));
    assertEquals(
        new BsonDocument("msg", new BsonString("initiating set")),
        all.get(0).asDocument().get("o"));
    assertEquals(all.get(all.size() - 1).asDocument().get("ts"), newest());
    assertEquals(2, entries("{ns: {$in: ['test.$cmd', 'test.c']}}").size());
    assertEquals(1, entries("{op: 'i', ns: 'test.c'}").size());
  }

  @Test
  void aFilterOnTheTimeSaysWhereToBegin() {
    for (int i = 0; i < 10; i++) {
      run("{insert: 'c', documents: [{_id: " + i + "}]}");
    }
    BsonTimestamp time = newest();
    run("{insert: 'c', documents: [{_id: 10}]}");
    assertEquals(2, entries("{ts: {$gte: " + json(time) + "}}").size());
    assertEquals(1, entries("{ts: {$gt: " + json(time) + "}}").size());
    assertEquals(1, entries("{ts: " + json(time) + "}").size());
    assertEquals(10, entries("{ts: {$lte: " + json(time) + "}, op: 'i', ns: 'test.c'}").size());
    BsonDocument explained =
        local(
            "{explain: {find: 'oplog.rs', filter: {ts: {$gte: "
                + json(time)
                + "}}}, verbosity: 'executionStats'}");
    assertEquals(
        2, explained.getDocument("executionStats").getNumber("totalDocsExamined").intValue());
    BsonDocument backward =
        local("{find: 'oplog.rs', sort: {$natural: -1}, filter: {ts: {$lte: " + json(time) + "}}}");
    assertEquals(
        time,
        backward
            .getDocument("cursor")
            .getArray("firstBatch")
            .get(0)
            .asDocument()
            .getTimestamp("ts"));
  }

  @Test
  void theOplogIsTailed() throws Exception {
    run("{insert: 'c', documents: [{_id: 1}]}");
    BsonDocument cursor =
        local(
                "{find: 'oplog.rs', tailable: true, awaitData: true, filter: {ts: {$gt: "
                    + json(newest())
                    + "}}}")
            .getDocument("cursor");
    assertEquals(new BsonArray(), cursor.getArray("firstBatch"));
    String more =
        "{getMore: {$numberLong: '"
            + cursor.getInt64("id").getValue()
            + "'}, collection: 'oplog.rs', maxTimeMS: 3600000}";
    CompletableFuture<BsonDocument> waiting = CompletableFuture.supplyAsync(() -> local(more));
    run("{insert: 'c', documents: [{_id: 2}]}");
    BsonValue entry =
        waiting.get(30, TimeUnit.SECONDS).getDocument("cursor").getArray("nextBatch").get(0);
    assertEquals(BsonDocument.parse("{_id: 2}"), entry.asDocument().get("o"));
  }

  @Test
  void theOplogIsACollectionOfLocal() {
    BsonDocument listed =
        local("{listCollections: 1, filter: {name: 'oplog.rs'}}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .get(0)
            .asDocument();
    assertTrue(listed.getDocument("options").getBoolean("capped").getValue());
    BsonDocument stats =
        local("{aggregate: 'oplog.rs', pipeline: [{$collStats: {storageStats: {}}}], cursor: {}}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .get(0)
            .asDocument()
            .getDocument("storageStats");
    assertEquals(new BsonInt32(32 << 20), stats.get("maxSize"));
    assertEquals(new BsonInt32(entries("{}").size()), stats.get("count"));
    BsonDocument counted =
        local(
            "{aggregate: 'oplog.rs', pipeline: [{$group: {_id: '$op', n: {$sum: 1}}},"
                + " {$match: {_id: 'n'}}], cursor: {}}");
    assertEquals(
        BsonArray.parse("[{_id: 'n', n: 1}]"), counted.getDocument("cursor").get("firstBatch"));
  }

  @Test
  void aNoteIsAnEntryThatChangesNothing() {
    admin("{appendOplogNote: 1, data: {a: 1}}");
    BsonArray notes = entries("{op: 'n', 'o.a': 1}");
    assertEquals(1, notes.size());
    assertEquals(new BsonString(""), notes.get(0).asDocument().get("ns"));
    BsonDocument status = admin("{replSetGetStatus: 1}");
    assertEquals(
        newest(), status.getDocument("optimes").getDocument("appliedOpTime").getTimestamp("ts"));
    assertEquals(
        newest(), admin("{hello: 1}").getDocument("lastWrite").getDocument("opTime").get("ts"));
    assertEquals(4, adminFailure("{appendOplogNote: 1}"));
  }

  @Test
  void eachIndexHasAnEntryOfItsOwn() {
    run("{create: 'c'}");
    run(
        "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a_1'},"
            + " {key: {b: -1}, name: 'b_-1', unique: true}]}");
    BsonArray told = entries("{op: 'c', 'o.createIndexes': 'c'}");
    assertEquals(2, told.size());
    assertEquals(
        BsonDocument.parse("{createIndexes: 'c', v: 2, key: {a: 1}, name: 'a_1'}"),
        told.get(0).asDocument().get("o"));
    assertEquals(
        BsonDocument.parse("{createIndexes: 'c', v: 2, key: {b: -1}, name: 'b_-1', unique: true}"),
        told.get(1).asDocument().get("o"));
  }

  @Test
  void theSetIsInitiatedAlready() {
    assertEquals(23, adminFailure("{replSetInitiate: {}}"));
  }

  @Test
  void theOplogIsResized() {
    admin("{replSetResizeOplog: 1, size: 1000.5, minRetentionHours: 1.5}");
    BsonDocument options =
        local("{listCollections: 1, filter: {name: 'oplog.rs'}}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .get(0)
            .asDocument()
            .getDocument("options");
    assertEquals(1000L * (1 << 20) + (1 << 19), options.getNumber("size").longValue());
    assertEquals(2, adminFailure("{replSetResizeOplog: 1, size: 100}"));
    assertEquals(2, adminFailure("{replSetResizeOplog: 1, minRetentionHours: -1}"));
    assertEquals(14, adminFailure("{replSetResizeOplog: 1, size: 'x'}"));
  }

  @Test
  void aForcedPrimaryStepsDownForItsTime() {
    run("{insert: 'c', documents: [{_id: 1}]}");
    admin("{replSetStepDown: 20, force: true}");
    BsonDocument hello = admin("{hello: 1}");
    assertFalse(hello.getBoolean("isWritablePrimary").getValue());
    assertTrue(hello.getBoolean("secondary").getValue());
    assertFalse(hello.containsKey("primary"));
    assertEquals(new BsonInt32(2), admin("{replSetGetStatus: 1}").get("myState"));
    assertEquals(10107, failure("{insert: 'c', documents: [{_id: 2}]}"));
    assertEquals(10107, failure("{drop: 'c'}"));
    assertEquals(new BsonInt32(1), run("{count: 'c'}").get("n"));
    assertEquals(10107, adminFailure("{replSetStepDown: 20, force: true}"));
    time.step(20_000_000_000L);
    BsonDocument again = admin("{hello: 1}");
    time.step(1_000);
    assertTrue(again.getBoolean("isWritablePrimary").getValue());
    assertTrue(counter(again) > counter(hello));
    run("{insert: 'c', documents: [{_id: 2}]}");
  }

  @Test
  void whoBecomesPrimaryAgainDoesSoInAnotherTerm() {
    run("{insert: 'c', documents: [{_id: 1}]}");
    assertEquals(new BsonInt64(1), admin("{replSetGetStatus: 1}").get("term"));
    assertEquals(
        new ObjectId("7fffffff0000000000000001"),
        admin("{hello: 1}").getObjectId("electionId").getValue());
    for (int term = 2; term < 4; term++) {
      admin("{replSetStepDown: 20, force: true}");
      assertEquals(new BsonInt64(term - 1), admin("{replSetGetStatus: 1}").get("term"));
      time.step(20_000_000_000L);
      BsonDocument hello = admin("{hello: 1}");
      time.step(1_000);
      assertEquals(
          new ObjectId("7fffffff000000000000000" + term),
          hello.getObjectId("electionId").getValue());
      assertEquals(new BsonInt64(term), admin("{replSetGetStatus: 1}").get("term"));
      assertEquals(
          new BsonInt32(term), admin("{replSetGetConfig: 1}").getDocument("config").get("term"));
      BsonDocument elected =
          local("{find: 'oplog.rs', filter: {'o.msg': 'new primary'}, sort: {$natural: -1}}")
              .getDocument("cursor")
              .getArray("firstBatch")
              .get(0)
              .asDocument();
      assertEquals(new BsonInt64(term), elected.get("t"));
    }
  }

  private static long counter(BsonDocument hello) {
    BsonInt64 counter = hello.getDocument("topologyVersion").getInt64("counter");
    return counter.getValue();
  }

  @Test
  void aSecondaryThatIsUnfrozenIsPrimaryAtOnce() {
    assertEquals(95, adminFailure("{replSetFreeze: 10}"));
    admin("{replSetStepDown: 20, force: true}");
    assertEquals(new BsonString("unfreezing"), admin("{replSetFreeze: 0}").get("info"));
    assertTrue(admin("{hello: 1}").getBoolean("isWritablePrimary").getValue());
  }

  @Test
  void nobodyElseCanBePrimary() {
    assertEquals(262, adminFailure("{replSetStepDown: 20}"));
    assertEquals(2, adminFailure("{replSetStepDown: 5}"));
    assertEquals(2, adminFailure("{replSetStepDown: -1}"));
    assertTrue(admin("{hello: 1}").getBoolean("isWritablePrimary").getValue());
  }

  @Test
  void theOplogIsNotToBeWrittenNorDropped() {
    assertEquals(
        73,
        assertThrows(
                ServerException.class, () -> local("{insert: 'oplog.rs', documents: [{_id: 1}]}"))
            .code()
            .number());
    assertEquals(
        73,
        assertThrows(
                ServerException.class,
                () -> local("{delete: 'oplog.rs', deletes: [{q: {}, limit: 0}]}"))
            .code()
            .number());
    assertEquals(
        20, assertThrows(ServerException.class, () -> local("{drop: 'oplog.rs'}")).code().number());
  }

  @Test
  void preImagesAreNotToBeWritten() {
    BsonDocument insert = BsonDocument.parse("{insert: 'system.preimages', documents: [{_id: 1}]}");
    assertEquals(
        73, assertThrows(ServerException.class, () -> run("config", insert)).code().number());
    assertEquals(
        1.0,
        run("config", BsonDocument.parse("{collStats: 'system.preimages'}"))
            .getNumber("scaleFactor")
            .doubleValue());
    assertTrue(
        run("config", BsonDocument.parse("{validate: 'system.preimages'}"))
            .getBoolean("valid")
            .getValue());
  }

  @Test
  void preImagesExpireByTheirTime() {
    admin(
        "{setClusterParameter: {changeStreamOptions: {preAndPostImages: {expireAfterSeconds:"
            + " 60}}}}");
    run("{create: 'c', changeStreamPreAndPostImages: {enabled: true}}");
    run("{insert: 'c', documents: [{_id: 1}]}");
    run("{update: 'c', updates: [{q: {_id: 1}, u: {$set: {a: 1}}}]}");
    engine.tidy();
    assertEquals(1, images());
    time.step(61_000_000_000L);
    engine.tidy();
    assertEquals(0, images());
  }

  private int images() {
    return run("config", BsonDocument.parse("{count: 'system.preimages'}"))
        .getInt32("n")
        .getValue();
  }
}

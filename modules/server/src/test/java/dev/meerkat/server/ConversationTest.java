package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.wire.Compressor;
import dev.meerkat.wire.OpMsg;
import dev.meerkat.wire.OpReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;

/** How requests and replies follow each other on one connection. */
final class ConversationTest extends ServedTest {
  @Test
  void anUnknownCommandIsRefusedAndTheConnectionLives() throws IOException {
    BsonDocument reply = client.run("{frobnicate: 1, $db: 'test'}");
    assertEquals(59, reply.getInt32("code").getValue());
    assertEquals("CommandNotFound", reply.getString("codeName").getValue());
    assertEquals("no such command: 'frobnicate'", reply.getString("errmsg").getValue());
    assertEquals(0.0, reply.getDouble("ok").getValue());
    assertEquals(1.0, client.run("{ping: 1, $db: 'admin'}").getDouble("ok").getValue());
  }

  @Test
  void aCommandWithoutDatabaseIsRefused() throws IOException {
    assertEquals(40571, client.run("{ping: 1}").getInt32("code").getValue());
  }

  @Test
  void serverStatusCountsWhatWasAskedAndAnswered() throws IOException {
    String status = "{serverStatus: 1, $db: 'admin'}";
    BsonDocument before = client.run(status);
    client.run("{insert: 'c', documents: [{_id: 1}, {_id: 2}], $db: 'test'}");
    client.run("{update: 'c', updates: [{q: {}, u: {$set: {a: 1}}, multi: true}], $db: 'test'}");
    client.run("{delete: 'c', deletes: [{q: {_id: 1}, limit: 1}], $db: 'test'}");
    client.run("{find: 'c', $db: 'test'}");
    client.run("{create: 'v', viewOn: 'c', $db: 'test'}");
    client.run("{create: 'v', $db: 'test'}");
    BsonDocument after = client.run(status);
    assertEquals(2, grown("opcounters", "insert", before, after));
    assertEquals(1, grown("opcounters", "update", before, after));
    assertEquals(1, grown("opcounters", "delete", before, after));
    assertEquals(1, grown("opcounters", "query", before, after));
    assertEquals(3, grown("opcounters", "command", before, after));
    assertEquals(7, grown("network", "numRequests", before, after));
    assertTrue(grown("network", "bytesIn", before, after) > 7 * 16);
    assertTrue(grown("network", "bytesOut", before, after) > 7 * 16);
    assertEquals(1, grown("asserts", "user", before, after));
    assertEquals(1, grown("catalogStats", "views", before, after));
  }

  private static long grown(String section, String name, BsonDocument before, BsonDocument after) {
    return after.getDocument(section).getNumber(name).longValue()
        - before.getDocument(section).getNumber(name).longValue();
  }

  @Test
  void serverStatusLeavesOutWhatIsNotWanted() throws IOException {
    BsonDocument plain = client.run("{serverStatus: 1, metrics: null, network: 0, $db: 'admin'}");
    assertFalse(plain.containsKey("metrics"));
    assertFalse(plain.containsKey("network"));
    assertFalse(plain.containsKey("mirroredReads"));
    for (String wanted : List.of("true", "-1", "'x'", "{}", "[]")) {
      assertTrue(
          client
              .run("{serverStatus: 1, mirroredReads: " + wanted + ", $db: 'admin'}")
              .containsKey("mirroredReads"),
          wanted);
    }
  }

  @Test
  void repliesOfAReplicaSetCarryTheTime() throws IOException {
    for (String command : List.of("{ping: 1, $db: 'admin'}", "{nonsense: 1, $db: 'admin'}")) {
      BsonDocument reply = client.run(command);
      assertTrue(reply.isTimestamp("operationTime"), reply.toJson());
      BsonDocument time = reply.getDocument("$clusterTime");
      assertTrue(time.isTimestamp("clusterTime"), reply.toJson());
      assertEquals(
          20, time.getDocument("signature").getBinary("hash").getData().length, reply.toJson());
    }
  }

  @Test
  void aTimeFarAheadIsRefusedAndALittleOneIsTakenOver() throws IOException {
    BsonDocument now = client.run("{ping: 1, $db: 'admin'}").getDocument("$clusterTime");
    int seconds = now.getTimestamp("clusterTime").getTime();
    BsonDocument far = now.clone();
    far.put("clusterTime", new BsonTimestamp(seconds + 2 * 365 * 24 * 3600, 1));
    BsonDocument refused =
        client.run("{ping: 1, $db: 'admin', $clusterTime: " + far.toJson() + "}");
    assertEquals(205, refused.getInt32("code").getValue(), refused.toJson());
    assertTrue(
        refused.getString("errmsg").getValue().startsWith("New $clusterTime, "), refused.toJson());
    BsonDocument unsigned = new BsonDocument("clusterTime", new BsonTimestamp(seconds + 100, 7));
    assertEquals(unsigned.get("clusterTime"), heardAfter(unsigned));
    BsonDocument strange =
        BsonDocument.parse(
            "{signature: {hash: {$binary: {base64: 'AQIDAQIDAQIDAQIDAQIDAQIDAQI=', subType:"
                + " '00'}}, keyId: {$numberLong: '7'}}}");
    strange.put("clusterTime", new BsonTimestamp(seconds + 101, 7));
    assertEquals(strange.get("clusterTime"), heardAfter(strange));
  }

  private BsonTimestamp heardAfter(BsonDocument time) throws IOException {
    BsonDocument heard = client.run("{ping: 1, $db: 'admin', $clusterTime: " + time.toJson() + "}");
    assertEquals(1.0, heard.getDouble("ok").getValue(), heard.toJson());
    return heard.getDocument("$clusterTime").getTimestamp("clusterTime");
  }

  @Test
  void aTimeNotYetThereCannotBeReadAt() throws IOException {
    BsonDocument reply =
        client.run(
            "{find: 'c', readConcern: {afterClusterTime: {$timestamp: {t: 4000000000, i: 7}}},"
                + " $db: 'test'}");
    assertEquals(72, reply.getInt32("code").getValue(), reply.toJson());
    assertTrue(
        reply
            .getString("errmsg")
            .getValue()
            .contains("Requested clusterTime: Timestamp(4000000000, 7); current clusterTime: "),
        reply.toJson());
  }

  @Test
  void nobodyIsAskedForTheLastError() throws IOException {
    BsonDocument reply = client.run("{getLastError: 1, $db: 'test'}");
    assertEquals(59, reply.getInt32("code").getValue(), reply.toJson());
    BsonDocument legacy =
        client.runLegacy("test.$cmd", "{getlasterror: 1}").documents().getFirst().toBson();
    assertEquals(352, legacy.getInt32("code").getValue(), legacy.toJson());
  }

  @Test
  void aTimeThatCannotBeIsRefusedThoughItIsOld() throws IOException {
    BsonDocument reply =
        client.run(
            "{ping: 1, $db: 'admin', $clusterTime: {clusterTime: {$timestamp: {t: 1, i:"
                + " 2147483648}}}}");
    assertEquals(40484, reply.getInt32("code").getValue(), reply.toJson());
  }

  @Test
  void snapshotReadsTellTheirTimeAndReadItAgain() throws IOException {
    client.run("{insert: 'things', documents: [{_id: 1}], $db: 'test'}");
    BsonDocument reply =
        client.run("{find: 'things', readConcern: {level: 'snapshot'}, $db: 'test'}");
    BsonTimestamp time = reply.getDocument("cursor").getTimestamp("atClusterTime");
    client.run("{insert: 'things', documents: [{_id: 2}], $db: 'test'}");
    String at = "readConcern: {level: 'snapshot', atClusterTime: " + timestamp(time) + "}";
    BsonDocument again = client.run("{find: 'things', " + at + ", $db: 'test'}");
    assertEquals(1, again.getDocument("cursor").getArray("firstBatch").size(), again.toJson());
    BsonDocument values = client.run("{distinct: 'things', key: '_id', " + at + ", $db: 'test'}");
    assertEquals(1, values.getArray("values").size(), values.toJson());
    assertEquals(time, values.getTimestamp("atClusterTime"));
    BsonDocument count = client.run("{count: 'things', " + at + ", $db: 'test'}");
    assertEquals(72, count.getInt32("code").getValue(), count.toJson());
  }

  @Test
  void theConfigurationOfTheSetIsADocumentOfLocal() throws IOException {
    BsonDocument config = client.run("{replSetGetConfig: 1, $db: 'admin'}").getDocument("config");
    BsonDocument stored =
        client
            .run("{find: 'system.replset', $db: 'local'}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .get(0)
            .asDocument();
    assertEquals(config, stored);
  }

  @Test
  void aSnapshotIsReadWhileWritesAreLocked() throws IOException {
    client.run("{insert: 'things', documents: [{_id: 1}], $db: 'test'}");
    client.run("{fsync: 1, lock: true, $db: 'admin'}");
    BsonDocument reply =
        client.run("{find: 'things', readConcern: {level: 'snapshot'}, $db: 'test'}");
    assertEquals(1, reply.getDocument("cursor").getArray("firstBatch").size(), reply.toJson());
    client.run("{fsyncUnlock: 1, $db: 'admin'}");
  }

  private static String timestamp(BsonTimestamp time) {
    return "{$timestamp: {t: " + time.getTime() + ", i: " + time.getInc() + "}}";
  }

  @Test
  void aFailedStatementEndsItsTransaction() throws IOException {
    String transaction =
        "lsid: {id: {$uuid: '01020304-0506-0708-090a-0b0c0d0e0f10'}}, txnNumber: {$numberLong:"
            + " '1'}, autocommit: false";
    BsonDocument inserted =
        client.run(
            "{insert: 'things', documents: [{_id: 1}], startTransaction: true, "
                + transaction
                + ", $db: 'test'}");
    assertEquals(1, inserted.getInt32("n").getValue(), inserted.toJson());
    BsonDocument failed =
        client.run("{find: 'things', filter: {$no: 1}, " + transaction + ", $db: 'test'}");
    assertEquals(2, failed.getInt32("code").getValue(), failed.toJson());
    BsonDocument commit = client.run("{commitTransaction: 1, " + transaction + ", $db: 'admin'}");
    assertEquals(251, commit.getInt32("code").getValue(), commit.toJson());
    assertEquals(
        "TransientTransactionError",
        commit.getArray("errorLabels").getFirst().asString().getValue(),
        commit.toJson());
  }

  @Test
  void whatNeedsAReplicaSetIsRefusedByAStandaloneServer() throws IOException {
    MeerkatOptions standalone = MeerkatOptions.builder().storage("memory").standalone().build();
    try (MeerkatServer alone = MeerkatServer.start(standalone);
        RawClient other = new RawClient(alone.port())) {
      BsonDocument read =
          other.run("{find: 'things', readConcern: {level: 'snapshot'}, $db: 'test'}");
      assertEquals(123, read.getInt32("code").getValue(), read.toJson());
      BsonDocument transaction =
          other.run(
              "{find: 'things', lsid: {id: {$uuid: '01020304-0506-0708-090a-0b0c0d0e0f10'}},"
                  + " txnNumber: {$numberLong: '1'}, autocommit: false, startTransaction: true,"
                  + " $db: 'test'}");
      assertEquals(20, transaction.getInt32("code").getValue(), transaction.toJson());
    }
  }

  @Test
  void repliesOfAStandaloneServerCarryNoTime() throws IOException {
    MeerkatOptions standalone = MeerkatOptions.builder().storage("memory").standalone().build();
    try (MeerkatServer alone = MeerkatServer.start(standalone);
        RawClient other = new RawClient(alone.port())) {
      BsonDocument reply = other.run("{ping: 1, $db: 'admin'}");
      assertFalse(reply.containsKey("$clusterTime"), reply.toJson());
      assertFalse(reply.containsKey("operationTime"), reply.toJson());
    }
  }

  @Test
  void documentsBesideTheCommandAreInserted() throws IOException {
    client.sendWithSequence(
        "{insert: 'c', $db: 'test'}", "documents", "{_id: 1}", "{_id: 2}", "{_id: 3}");
    BsonDocument reply = client.receive().body().toBson();
    assertEquals(3, reply.getInt32("n").getValue(), reply.toJson());
    BsonDocument found = client.run("{find: 'c', filter: {}, sort: {_id: 1}, $db: 'test'}");
    assertEquals(3, found.getDocument("cursor").getArray("firstBatch").size(), found.toJson());
  }

  @Test
  void aFieldBothInTheCommandAndBesideItIsRefused() throws IOException {
    client.sendWithSequence(
        "{insert: 'c', documents: [{_id: 1}], $db: 'test'}", "documents", "{_id: 2}");
    assertEquals(40413, client.receive().body().toBson().getInt32("code").getValue());
  }

  @Test
  void aRequestThatWantsNoAnswerGetsNoneAndIsDone() throws IOException {
    client.send(
        OpMsg.MORE_TO_COME,
        "{insert: 'c', documents: [{_id: 1}], writeConcern: {w: 0}, $db: 'test'}");
    BsonDocument reply = client.run("{find: 'c', $db: 'test'}");
    assertEquals(1, reply.getDocument("cursor").getArray("firstBatch").size(), reply.toJson());
  }

  @Test
  void aChecksumIsAnsweredWithOne() throws IOException {
    client.send(OpMsg.CHECKSUM_PRESENT, "{ping: 1, $db: 'admin'}");
    assertTrue(client.receive().hasChecksum());
    client.send(0, "{ping: 1, $db: 'admin'}");
    assertFalse(client.receive().hasChecksum());
  }

  @Test
  void whatComesCompressedIsAnsweredCompressed() throws IOException {
    BsonDocument hello =
        client.run("{hello: 1, compression: ['snappy', 'zlib', 'nosuch'], $db: 'admin'}");
    assertEquals(BsonDocument.parse("{c: ['zlib']}").getArray("c"), hello.getArray("compression"));
    for (int id : List.of(0, 2)) {
      client.sendCompressed(Objects.requireNonNull(Compressor.byId(id)), "{ping: 1, $db: 'admin'}");
      OpMsg reply = (OpMsg) client.receiveCompressed().open();
      assertEquals(1.0, reply.body().toBson().getDouble("ok").getValue());
    }
  }

  @Test
  void aLargeReplyComesWholeInEveryForm() throws IOException {
    String text = "0123456789".repeat(150_000);
    String find = "{find: 'c', projection: {text: 1}, $db: 'test'}";
    client.run("{insert: 'c', documents: [{_id: 1, text: '" + text + "'}], $db: 'test'}");
    String status = "{serverStatus: 1, $db: 'admin'}";
    BsonDocument before = client.run(status);
    assertEquals(text, found(client.run(find)));
    assertTrue(grown("network", "bytesOut", before, client.run(status)) > text.length());
    client.send(OpMsg.CHECKSUM_PRESENT, find);
    OpMsg checked = client.receive();
    assertTrue(checked.hasChecksum());
    assertEquals(text, found(checked.body().toBson()));
    client.sendCompressed(Objects.requireNonNull(Compressor.byId(2)), find);
    OpMsg opened = (OpMsg) client.receiveCompressed().open();
    assertEquals(text, found(opened.body().toBson()));
    client.send(OpMsg.EXHAUST_ALLOWED, find);
    OpMsg plain = client.receive();
    assertFalse(plain.isMoreToCome());
    assertEquals(text, found(plain.body().toBson()));
  }

  private static String found(BsonDocument reply) {
    BsonDocument first = reply.getDocument("cursor").getArray("firstBatch").getFirst().asDocument();
    return first.getString("text").getValue();
  }

  @Test
  void noCommonCompressorMeansNone() throws IOException {
    BsonDocument hello = client.run("{hello: 1, compression: ['nosuch'], $db: 'admin'}");
    assertFalse(hello.containsKey("compression"), hello.toJson());
  }

  @Test
  void theLegacyHandshakeIsAnswered() throws IOException {
    OpReply reply = client.runLegacy("admin.$cmd", "{isMaster: 1, helloOk: true}");
    BsonDocument document = reply.documents().getFirst().toBson();
    assertEquals(1.0, document.getDouble("ok").getValue(), document.toJson());
    assertTrue(document.getBoolean("helloOk").getValue());
    assertEquals(OpReply.AWAIT_CAPABLE, reply.flags());
  }

  @Test
  void otherLegacyCommandsAndQueriesAreRefused() throws IOException {
    BsonDocument command =
        client.runLegacy("test.$cmd", "{count: 'c'}").documents().getFirst().toBson();
    assertEquals(352, command.getInt32("code").getValue());
    OpReply query = client.runLegacy("test.c", "{}");
    assertEquals(OpReply.QUERY_FAILURE, query.flags());
    assertEquals(1.0, client.run("{ping: 1, $db: 'admin'}").getDouble("ok").getValue());
  }

  @Test
  void clientMetadataIsTakenOnce() throws IOException {
    String hello =
        "{hello: 1, client: {driver: {name: 'd', version: '1'}, os: {type: 'o'}}, $db: 'admin'}";
    assertEquals(1.0, client.run(hello).getDouble("ok").getValue());
    assertEquals(186, client.run(hello).getInt32("code").getValue());
  }

  @Test
  void eachOfStreamedHellosAnswersTheOneBefore() throws IOException {
    BsonDocument first = client.run("{hello: 1, $db: 'admin'}");
    String version = RawClient.exact(first.getDocument("topologyVersion"));
    int id =
        client.send(
            OpMsg.EXHAUST_ALLOWED,
            "{hello: 1, topologyVersion: " + version + ", maxAwaitTimeMS: 50, $db: 'admin'}");
    for (int i = 0; i < 4; i++) {
      OpMsg reply = client.receive();
      assertEquals(id, reply.header().responseTo(), "reply " + i);
      assertTrue(reply.isMoreToCome(), "reply " + i);
      assertEquals(1.0, reply.body().toBson().getDouble("ok").getValue());
      id = reply.header().requestId();
    }
  }

  @Test
  void aHelloThatDoesNotKnowTheTopologyIsAnsweredAtOnce() throws IOException {
    client.send(
        OpMsg.EXHAUST_ALLOWED,
        "{hello: 1, topologyVersion: {processId: {$oid: '000000000000000000000000'},"
            + " counter: {$numberLong: '0'}}, maxAwaitTimeMS: 60000, $db: 'admin'}");
    assertTrue(client.receive().isMoreToCome());
    assertTrue(client.isQuiet(200), "the next one waits");
  }

  @Test
  void aHelloThatKnowsTheTopologyWaits() throws IOException {
    BsonDocument first = client.run("{hello: 1, $db: 'admin'}");
    String version = RawClient.exact(first.getDocument("topologyVersion"));
    client.send(
        0, "{hello: 1, topologyVersion: " + version + ", maxAwaitTimeMS: 400, $db: 'admin'}");
    assertTrue(client.isQuiet(100));
    assertFalse(client.receive().isMoreToCome());
  }

  @Test
  void aCursorStreamsItsBatches() throws IOException {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      documents.add("{_id: " + i + "}");
    }
    client.sendWithSequence(
        "{insert: 'c', $db: 'test'}", "documents", documents.toArray(String[]::new));
    client.receive();
    BsonDocument found = client.run("{find: 'c', batchSize: 2, $db: 'test'}");
    long cursor = found.getDocument("cursor").getInt64("id").getValue();
    int id =
        client.send(
            OpMsg.EXHAUST_ALLOWED,
            "{getMore: {$numberLong: '"
                + cursor
                + "'}, collection: 'c', batchSize: 3,"
                + " $db: 'test'}");
    int seen = 2;
    boolean more = true;
    while (more) {
      OpMsg reply = client.receive();
      assertEquals(id, reply.header().responseTo());
      id = reply.header().requestId();
      more = reply.isMoreToCome();
      seen += reply.body().toBson().getDocument("cursor").getArray("nextBatch").size();
    }
    assertEquals(10, seen);
    assertEquals(1.0, client.run("{ping: 1, $db: 'admin'}").getDouble("ok").getValue());
  }
}

package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failures that tests ask for. */
@Timeout(60)
final class FailPointsTest {
  private static final String SESSION =
      "lsid: {id: {$binary: {base64: 'AAAAAAAAAAAAAAAAAAAAAA==', subType: '04'}}}";
  private static final String RETRYABLE = SESSION + ", txnNumber: {$numberLong: '1'}";

  private MeerkatServer server;
  private RawClient client;

  @BeforeEach
  void start() throws IOException {
    server =
        MeerkatServer.start(
            MeerkatOptions.builder()
                .storage("memory")
                .parameter("enableTestCommands", "1")
                .build());
    client = new RawClient(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void onlyAServerForTestsHasThem() throws IOException {
    try (MeerkatServer plain = MeerkatServer.start(MeerkatOptions.inMemory());
        RawClient other = new RawClient(plain.port())) {
      BsonDocument refused =
          other.run("{configureFailPoint: 'failCommand', mode: 'off', $db: 'admin'}");
      assertEquals(59, code(refused));
      BsonDocument listed = other.run("{listCommands: 1, $db: 'admin'}");
      assertFalse(listed.getDocument("commands").containsKey("configureFailPoint"));
    }
    BsonDocument parameters = client.run("{getParameter: '*', $db: 'admin'}");
    assertTrue(parameters.getBoolean("enableTestCommands").getValue());
    assertFalse(parameters.getBoolean("requireApiVersion").getValue());
    assertEquals(
        new BsonDocument("version", new BsonString("8.2")),
        parameters.get("featureCompatibilityVersion"));
    assertTrue(parameters.isArray("authenticationMechanisms"));
  }

  @Test
  void whatIsNotKnownIsRefused() throws IOException {
    assertEquals(266, code(client.run("{configureFailPoint: 'x', mode: 'off', $db: 'admin'}")));
    assertEquals(20, code(client.run("{configureFailPoint: 'failCommand', $db: 'admin'}")));
    assertEquals(2, refused("'sometimes'"));
    assertEquals(2, refused("{times: -1}"));
    assertEquals(14, refused("{times: 'x'}"));
    assertEquals(2, refused("{skip: {$numberLong: '3000000000'}}"));
    assertEquals(2, refused("{activationProbability: 2}"));
    assertEquals(2, refused("{}"));
    assertEquals(14, refused("1"));
  }

  @Test
  void anErrorIsAnsweredSoManyTimesAndTheCommandIsNotRun() throws IOException {
    fail("{times: 2}", "failCommands: ['insert'], errorCode: 91");
    BsonDocument first = insert(1);
    assertEquals(91, code(first));
    assertEquals("ShutdownInProgress", first.getString("codeName").getValue());
    assertEquals(
        "Failing command via 'failCommand' failpoint", first.getString("errmsg").getValue());
    assertEquals(1.0, run("ping: 1").getNumber("ok").doubleValue());
    assertEquals(91, code(insert(1)));
    assertEquals(1, insert(1).getInt32("n").getValue());
    assertEquals(new BsonInt64(2), fail("'off'", "").get("count"));
  }

  @Test
  void aTransactionThatWasKeptFromBeginningLeavesTheSessionAsItWas() throws IOException {
    String session = ", lsid: {id: {$uuid: '01234567-89ab-cdef-0123-456789abcdef'}}, $db: 'test'}";
    String write = "{insert: 'once', documents: [{}], txnNumber: {$numberLong: '5'}" + session;
    client.run(write);
    fail("{times: 1}", "failCommands: ['find'], errorCode: 7");
    String begin =
        "{find: 'once', txnNumber: {$numberLong: '6'}, autocommit: false, startTransaction: true"
            + session;
    assertEquals(7, code(client.run(begin)));
    client.run(write);
    assertEquals(1, client.run("{count: 'once', $db: 'test'}").getInt32("n").getValue());
    assertEquals(1, client.run(begin).getNumber("ok").intValue());
  }

  @Test
  void aNewSettingReplacesTheOldOne() throws IOException {
    fail("'alwaysOn'", "failCommands: ['insert'], errorCode: 91");
    fail("'alwaysOn'", "failCommands: ['find'], errorCode: 7");
    assertEquals(1, insert(1).getInt32("n").getValue());
    assertEquals(7, code(run("find: 'c'")));
    assertEquals(7, code(run("find: 'c'")));
    fail("'off'", "");
    assertEquals(1.0, run("find: 'c'").getNumber("ok").doubleValue());
  }

  @Test
  void theFirstOnesMayBeSkipped() throws IOException {
    fail("{skip: 2}", "failCommands: ['ping'], errorCode: 7");
    assertFalse(run("ping: 1").containsKey("code"));
    assertFalse(run("ping: 1").containsKey("code"));
    assertEquals(7, code(run("ping: 1")));
    assertEquals(7, code(run("ping: 1")));
  }

  @Test
  void chanceDecides() throws IOException {
    fail("{activationProbability: 0}", "failCommands: ['ping'], errorCode: 7");
    for (int i = 0; i < 20; i++) {
      assertFalse(run("ping: 1").containsKey("code"));
    }
    fail("{activationProbability: 1}", "failCommands: ['ping'], errorCode: 7");
    assertEquals(7, code(run("ping: 1")));
  }

  @Test
  void configureFailPointNeverFails() throws IOException {
    fail("'alwaysOn'", "failCommands: ['configureFailPoint'], failAllCommands: true, errorCode: 7");
    assertEquals(7, code(run("ping: 1")));
    fail("'off'", "");
    assertFalse(run("ping: 1").containsKey("code"));
  }

  @Test
  void labelsFollowFromTheCodeUnlessTheyAreGiven() throws IOException {
    fail("{times: 1}", "failCommands: ['insert'], errorCode: 91");
    assertEquals(labels("RetryableWriteError"), insert(1, RETRYABLE).get("errorLabels"));
    fail("{times: 1}", "failCommands: ['insert'], errorCode: 91");
    assertFalse(insert(1).containsKey("errorLabels"));
    fail("{times: 1}", "failCommands: ['insert'], errorCode: 91, errorLabels: []");
    assertFalse(insert(1, RETRYABLE).containsKey("errorLabels"));
    fail("{times: 1}", "failCommands: ['insert'], errorCode: 2, errorLabels: ['a', 'b']");
    assertEquals(labels("a", "b"), insert(1).get("errorLabels"));
  }

  @Test
  void aNodeThatIsNoPrimarySaysWhichTopologyItMeans() throws IOException {
    fail("{times: 1}", "failCommands: ['insert'], errorCode: 10107");
    assertEquals(run("hello: 1").getDocument("topologyVersion"), insert(1).get("topologyVersion"));
    fail("{times: 1}", "failCommands: ['insert'], errorCode: 91");
    assertFalse(insert(1).containsKey("topologyVersion"));
  }

  @Test
  void extraInformationStandsBesideTheCode() throws IOException {
    fail("{times: 1}", "failCommands: ['ping'], errorCode: 236, errorExtraInfo: {data: 123}");
    assertEquals(new BsonInt32(123), run("ping: 1").get("data"));
  }

  @Test
  void aWriteConcernErrorStandsInTheReplyOfACommandThatHasRun() throws IOException {
    fail("{times: 1}", "failCommands: ['insert', 'find'], writeConcernError: {code: 91}");
    assertFalse(run("find: 'c'").containsKey("writeConcernError"));
    BsonDocument reply = insert(1, RETRYABLE + ", writeConcern: {w: 3}");
    assertEquals(1.0, reply.getNumber("ok").doubleValue());
    assertEquals(1, reply.getInt32("n").getValue());
    assertEquals(BsonDocument.parse("{code: 91}"), reply.get("writeConcernError"));
    assertEquals(labels("RetryableWriteError"), reply.get("errorLabels"));
    fail(
        "{times: 1}",
        "failCommands: ['drop'], errorLabels: [], writeConcernError: {code: 91, errmsg: 'no'}");
    BsonDocument dropped = run("drop: 'c'");
    assertTrue(dropped.containsKey("writeConcernError"));
    assertFalse(dropped.containsKey("errorLabels"));
    assertFalse(run("drop: 'c'").containsKey("writeConcernError"));
  }

  @Test
  void theConnectionIsClosedAndTheCommandNotRun() throws IOException {
    fail("{times: 1}", "failCommands: ['insert'], closeConnection: true, errorCode: 91");
    client.send(0, "{insert: 'c', documents: [{_id: 1}], $db: 'test'}");
    assertTrue(client.isClosedByServer());
    reconnect();
    assertEquals(0, run("count: 'c'").getInt32("n").getValue());
    assertEquals(1, insert(1).getInt32("n").getValue());
  }

  @Test
  void onlyTheConnectionIsBlockedAndForAsLongAsAsked() throws IOException {
    fail("{times: 1}", "failCommands: ['ping'], blockConnection: true, blockTimeMS: 150");
    try (RawClient other = new RawClient(server.port())) {
      long start = System.nanoTime();
      client.send(0, "{ping: 1, $db: 'admin'}");
      other.run("{hello: 1, $db: 'admin'}");
      long meanwhile = millisSince(start);
      client.receive();
      long blocked = millisSince(start);
      assertTrue(meanwhile < 150, "the other one waited " + meanwhile + " ms");
      assertTrue(blocked >= 150, "blocked for " + blocked + " ms");
      assertTrue(blocked < 1_000, "blocked for " + blocked + " ms");
    }
    assertEquals(72, blockedWith(""));
    assertEquals(72, blockedWith(", blockTimeMS: -1"));
  }

  @Test
  void theTimeLimitHoldsForTheTimeOfBeingBlocked() throws IOException {
    fail("{times: 1}", "failCommands: ['find'], blockConnection: true, blockTimeMS: 60");
    assertEquals(50, code(run("find: 'c', maxTimeMS: 20")));
    fail(
        "{times: 1}",
        "failCommands: ['find'], blockConnection: true, blockTimeMS: 60, errorCode: 7");
    assertEquals(7, code(run("find: 'c', maxTimeMS: 20")));
  }

  @Test
  void aBlockedCommandCanBeKilled() throws IOException {
    fail("{times: 1}", "failCommands: ['find'], blockConnection: true, blockTimeMS: 50000");
    client.send(0, "{find: 'blocked', $db: 'test'}");
    try (RawClient other = new RawClient(server.port())) {
      long opid = 0;
      while (opid == 0) {
        for (var op : other.run("{currentOp: 1, $db: 'admin'}").getArray("inprog")) {
          BsonDocument command = op.asDocument().getDocument("command", new BsonDocument());
          opid = command.containsKey("find") ? op.asDocument().getNumber("opid").longValue() : opid;
        }
      }
      other.run("{killOp: 1, op: {$numberLong: '" + opid + "'}, $db: 'admin'}");
    }
    assertEquals(11601, code(client.receive().body().toBson()));
  }

  @Test
  void aServerThatEndsDoesNotWaitForTheBlocked() throws IOException {
    fail("{times: 1}", "failCommands: ['ping'], blockConnection: true, blockTimeMS: 50000");
    client.send(0, "{ping: 1, $db: 'admin'}");
    long start = System.nanoTime();
    server.close();
    assertTrue(millisSince(start) < 20_000);
  }

  @Test
  void theApplicationsNameAndTheNamespaceChoose() throws IOException {
    fail("'alwaysOn'", "failCommands: ['hello', 'ping'], appName: 'a', errorCode: 7");
    String hello =
        "{hello: 1, client: {application: {name: '%s'}, driver: {name: 'x', version: '1'},"
            + " os: {type: 'Linux'}}, $db: 'admin'}";
    try (RawClient a = new RawClient(server.port());
        RawClient b = new RawClient(server.port())) {
      assertEquals(7, code(a.run(hello.formatted("a"))));
      assertFalse(b.run(hello.formatted("b")).containsKey("code"));
      assertEquals(7, code(a.run("{ping: 1, $db: 'admin'}")));
      assertFalse(b.run("{ping: 1, $db: 'admin'}").containsKey("code"));
    }
    fail("'alwaysOn'", "failCommands: ['find'], namespace: 'test.c', errorCode: 7");
    assertEquals(7, code(run("find: 'c'")));
    assertFalse(run("find: 'd'").containsKey("code"));
  }

  @Test
  void legacyHellosFailToo() throws IOException {
    fail("{times: 1}", "failCommands: ['isMaster'], closeConnection: true");
    try (RawClient other = new RawClient(server.port())) {
      assertFalse(other.run("{hello: 1, $db: 'admin'}").containsKey("code"));
      var _ = other.send(0, "{ismaster: 1, $db: 'admin'}");
      assertTrue(other.isClosedByServer());
    }
  }

  @Test
  void aRetryableWriteIsDoneOnceThoughItsAnswerIsLost() throws IOException {
    failWrite("{times: 1}", "");
    client.send(
        0, "{insert: 'c', documents: [{_id: 1}, {_id: 2}], " + RETRYABLE + ", $db: 'test'}");
    assertTrue(client.isClosedByServer());
    reconnect();
    assertEquals(2, run("count: 'c'").getInt32("n").getValue());
    BsonDocument again = run("insert: 'c', documents: [{_id: 1}, {_id: 2}], " + RETRYABLE);
    assertEquals(2, again.getInt32("n").getValue());
    assertEquals(2, again.getArray("retriedStmtIds").size());
    assertEquals(2, run("count: 'c'").getInt32("n").getValue());
  }

  @Test
  void aRetryableWriteCanFailBeforeItsCommit() throws IOException {
    failWrite("{times: 1}", "failBeforeCommitExceptionCode: 1, closeConnection: false");
    BsonDocument failed = insert(1, RETRYABLE);
    BsonDocument error = failed.getArray("writeErrors").get(0).asDocument();
    assertEquals(new BsonInt32(1), error.get("code"), failed.toJson());
    assertEquals(0, run("count: 'c'").getInt32("n").getValue());
    assertEquals(1, insert(1, RETRYABLE).getInt32("n").getValue());
    failWrite("{times: 1}", "failBeforeCommitExceptionCode: 22");
    client.send(
        0,
        "{update: 'c', updates: [{q: {_id: 1}, u: {$inc: {x: 1}}}], "
            + SESSION
            + ", txnNumber: {$numberLong: '2'}, $db: 'test'}");
    assertTrue(client.isClosedByServer());
    reconnect();
    BsonDocument found = run("find: 'c'").getDocument("cursor");
    assertEquals(List.of(BsonDocument.parse("{_id: 1}")), found.getArray("firstBatch").getValues());
  }

  @Test
  void documentsThatCannotBeWrittenTogetherFailAlone() throws IOException {
    failWrite("'alwaysOn'", "failBeforeCommitExceptionCode: 1, closeConnection: false");
    BsonDocument ordered = run("insert: 'c', documents: [{_id: 1}, {_id: 2}], " + RETRYABLE);
    assertEquals(1, ordered.getArray("writeErrors").size());
    BsonDocument unordered =
        run("insert: 'c', documents: [{_id: 1}, {_id: 2}], ordered: false, " + RETRYABLE);
    assertEquals(2, unordered.getArray("writeErrors").size());
    assertEquals(0, run("count: 'c'").getInt32("n").getValue());
  }

  @Test
  void writesThatAreNotRetryableAreLeftAlone() throws IOException {
    failWrite("'alwaysOn'", "failBeforeCommitExceptionCode: 1");
    assertEquals(1, insert(1).getInt32("n").getValue());
  }

  @Test
  void getMoreCanFailWhenItHasItsCursor() throws IOException {
    insert(1);
    insert(2);
    insert(3);
    client.run(
        "{configureFailPoint: 'failGetMoreAfterCursorCheckout', mode: {times: 1},"
            + " data: {errorCode: 10107, closeConnection: false}, $db: 'admin'}");
    BsonDocument cursor = run("find: 'c', batchSize: 1").getDocument("cursor");
    String getMore =
        "getMore: {$numberLong: '" + cursor.getInt64("id").getValue() + "'}, collection: 'c'";
    BsonDocument failed = run(getMore);
    assertEquals(10107, code(failed));
    assertEquals(
        "Hit the 'failGetMoreAfterCursorCheckout' failpoint",
        failed.getString("errmsg").getValue());
    assertEquals(43, code(run(getMore)));
  }

  private int blockedWith(String more) throws IOException {
    fail("{times: 1}", "failCommands: ['ping'], blockConnection: true" + more);
    return code(run("ping: 1"));
  }

  private int refused(String mode) throws IOException {
    return code(
        client.run("{configureFailPoint: 'failCommand', mode: " + mode + ", $db: 'admin'}"));
  }

  private BsonDocument fail(String mode, String data) throws IOException {
    return configure("failCommand", mode, data);
  }

  private void failWrite(String mode, String data) throws IOException {
    configure("onPrimaryTransactionalWrite", mode, data);
  }

  private BsonDocument configure(String point, String mode, String data) throws IOException {
    BsonDocument reply =
        client.run(
            "{configureFailPoint: '%s', mode: %s, data: {%s}, $db: 'admin'}"
                .formatted(point, mode, data));
    assertEquals(1.0, reply.getNumber("ok").doubleValue(), reply.toJson());
    return reply;
  }

  private BsonDocument insert(int id) throws IOException {
    return run("insert: 'c', documents: [{_id: " + id + "}]");
  }

  private BsonDocument insert(int id, String more) throws IOException {
    return run("insert: 'c', documents: [{_id: " + id + "}], " + more);
  }

  private BsonDocument run(String fields) throws IOException {
    return client.run("{" + fields + ", $db: 'test'}");
  }

  private void reconnect() throws IOException {
    client.close();
    client = new RawClient(server.port());
  }

  private static long millisSince(long startNanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }

  private static int code(BsonDocument reply) {
    return reply.getInt32("code", new BsonInt32(0)).getValue();
  }

  private static BsonArray labels(String... labels) {
    BsonArray array = new BsonArray();
    for (String label : labels) {
      array.add(new BsonString(label));
    }
    return array;
  }
}

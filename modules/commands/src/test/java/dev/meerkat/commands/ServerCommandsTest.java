package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the server tells of itself. */
final class ServerCommandsTest extends EngineFixture {
  @Test
  void helloIsThatOfAReplicaSetOfOne() {
    BsonDocument hello = admin("{hello: 1}");
    assertTrue(hello.getBoolean("isWritablePrimary").getValue());
    assertEquals(new BsonInt32(27), hello.get("maxWireVersion"));
    assertEquals(new BsonString("rs0"), hello.get("setName"));
    assertEquals(hello.get("me"), hello.getArray("hosts").get(0));
    assertEquals(hello.get("me"), hello.get("primary"));
    assertTrue(hello.getDocument("topologyVersion").isInt64("counter"));
    assertTrue(hello.isObjectId("electionId"));
    assertTrue(hello.getDocument("lastWrite").containsKey("majorityWriteDate"));
    assertTrue(admin("{isMaster: 1}").getBoolean("ismaster").getValue());
    assertTrue(admin("{ismaster: 1, unknown: 1}").getBoolean("ismaster").getValue());
  }

  @Test
  void helloChecksWhatItIsAsked() {
    assertEquals(2, failure("{hello: 1, saslSupportedMechs: 'nobody'}"));
    assertEquals(14, failure("{hello: 1, saslSupportedMechs: 1}"));
    assertEquals(31368, failure("{hello: 1, maxAwaitTimeMS: 10}"));
  }

  @Test
  void buildInfoHasFourPartsOfTheVersion() {
    BsonDocument info = run("{buildInfo: 1}");
    assertEquals(
        List.of(new BsonInt32(8), new BsonInt32(2), new BsonInt32(0), new BsonInt32(0)),
        info.getArray("versionArray").getValues());
    assertEquals(new BsonInt32(64), info.get("bits"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void hostInfoTellsWhatLinuxTells() {
    BsonDocument extra = admin("{hostInfo: 1}").getDocument("extra");
    assertTrue(extra.getString("versionString").getValue().startsWith("Linux version "));
    long pageSize = extra.getInt64("pageSize").getValue();
    assertTrue(pageSize >= 4096 && Long.bitCount(pageSize) == 1, extra::toJson);
    assertTrue(extra.getInt64("numPages").getValue() > 0);
    assertTrue(extra.getInt64("maxOpenFiles").getValue() > 0);
  }

  @Test
  void currentOpChecksItsOptions() {
    assertEquals(14, currentOpFailure("1"));
    assertEquals(14, currentOpFailure("[{allUsers: true}]"));
    assertEquals(14, currentOpFailure("{allUsers: 1}"));
    assertEquals(9, currentOpFailure("{targetAllNodes: true}"));
  }

  private int currentOpFailure(String options) {
    BsonDocument request =
        BsonDocument.parse("{aggregate: 1, pipeline: [{$currentOp: " + options + "}], cursor: {}}");
    return assertThrows(ServerException.class, () -> run("admin", request)).code().number();
  }

  @Test
  void listCommandsNamesEveryCommandOnce() {
    BsonDocument commands = run("{listCommands: 1}").getDocument("commands");
    assertEquals(new CoreCommands().commands().size(), commands.size());
    assertTrue(commands.getDocument("renameCollection").getBoolean("adminOnly").getValue());
  }

  @Test
  void commandsAreSortedByTheirClasses() {
    List<String> names =
        new CoreCommands()
            .commands().stream().map(command -> command.getClass().getSimpleName()).toList();
    assertEquals(names.stream().sorted(String.CASE_INSENSITIVE_ORDER).toList(), names);
  }

  @Test
  void sessionsStartAndEnd() {
    BsonDocument started = run("{startSession: 1}");
    assertEquals(new BsonInt32(30), started.get("timeoutMinutes"));
    BsonDocument end =
        new BsonDocument("endSessions", new org.bson.BsonArray(List.of(started.getDocument("id"))));
    assertTrue(run("test", end).isEmpty());
    assertEquals(14, failure("{endSessions: [1]}"));
    assertEquals(40414, failure("{endSessions: [{}]}"));
  }

  @Test
  void parametersAreReadAndSetByName() {
    BsonDocument one = admin("{getParameter: 1, cursorTimeoutMillis: 1}");
    assertEquals(new BsonInt64(600_000), one.get("cursorTimeoutMillis"));
    BsonDocument set = admin("{setParameter: 1, cursorTimeoutMillis: 1000}");
    assertEquals(new BsonInt64(600_000), set.get("was"));
    assertTrue(admin("{getParameter: '*'}").containsKey("cursorTimeoutMillis"));
    BsonDocument details =
        admin("{getParameter: {showDetails: true}, cursorTimeoutMillis: 1}")
            .getDocument("cursorTimeoutMillis");
    assertEquals(new BsonInt64(1000), details.get("value"));
  }

  @Test
  void theReplicaSetHasOneMember() {
    BsonDocument status = admin("{replSetGetStatus: 1}");
    assertEquals(new BsonInt32(1), status.get("myState"));
    assertEquals(1, status.getArray("members").size());
    BsonDocument config = admin("{replSetGetConfig: 1}").getDocument("config");
    assertEquals(new BsonString("rs0"), config.get("_id"));
  }
}

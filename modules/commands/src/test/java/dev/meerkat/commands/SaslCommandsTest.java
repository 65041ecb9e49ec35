package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.meerkat.engine.session.Session;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** Logging in through a mechanism that somebody has brought. */
final class SaslCommandsTest extends EngineFixture {
  private static final String NAME = "{saslStart: 1, mechanism: 'RIDDLE', payload: 'YWRh'}";
  private static final String ANSWER = "{saslContinue: 1, conversationId: 1, payload: 'NDI='}";

  @Test
  void aLoginTakesAsManyStepsAsItsMechanismNeeds() {
    assertEquals(
        BsonDocument.parse("{conversationId: 1, done: false, payload: 'NiAqIDc='}"), run(NAME));
    assertEquals(users("[]"), authenticated());
    assertEquals(BsonDocument.parse("{conversationId: 1, done: true, payload: ''}"), run(ANSWER));
    assertEquals(users("[{user: 'ada', db: 'test'}]"), authenticated());
    run("{logout: 1}");
    assertEquals(users("[]"), authenticated());
  }

  @Test
  void aSessionIsWhoseTheConnectionIsAtThatTime() {
    String ping = "{ping: 1, lsid: {id: {$uuid: '01020304-0506-0708-090a-0b0c0d0e0f10'}}}";
    run(ping);
    run(NAME);
    run(ANSWER);
    assertEquals(Set.of(""), usersOfSessions());
    run(ping);
    run(ping);
    assertEquals(Set.of("", "ada@test"), usersOfSessions());
    String mine = "{endSessions: [{id: {$uuid: '01020304-0506-0708-090a-0b0c0d0e0f10'}}]}";
    run(mine);
    assertEquals(Set.of(""), usersOfSessions());
    run("{logout: 1}");
    run(ping);
    assertEquals(Set.of(""), usersOfSessions());
  }

  private Set<String> usersOfSessions() {
    return engine.sessions().all().stream().map(Session::user).collect(Collectors.toSet());
  }

  @Test
  void binaryMessagesAreAnsweredWithBinaryMessages() {
    String payload = "payload: {$binary: {base64: '%s', subType: '00'}}}";
    assertEquals(
        BsonDocument.parse(
            "{conversationId: 1, done: false, payload: {$binary: {base64: 'NiAqIDc=', subType:"
                + " '00'}}}"),
        run("{saslStart: 1, mechanism: 'RIDDLE', " + payload.formatted("YWRh")));
    assertEquals(
        BsonDocument.parse(
            "{conversationId: 1, done: true, payload: {$binary: {base64: '', subType: '00'}}}"),
        run("{saslContinue: 1, conversationId: 1, " + payload.formatted("NDI=")));
  }

  @Test
  void aWrongAnswerEndsTheLogin() {
    run(NAME);
    assertEquals(18, failure("{saslContinue: 1, conversationId: 1, payload: 'NDM='}"));
    assertEquals(17, failure(ANSWER));
    assertEquals(18, failure("{saslStart: 1, mechanism: 'RIDDLE', payload: 'Ym9i'}"));
    assertEquals(users("[]"), authenticated());
  }

  @Test
  void whatIsNoStepOfTheLoginAtHandIsRefused() {
    assertEquals(17, failure(ANSWER));
    run(NAME);
    assertEquals(17, failure("{saslContinue: 1, conversationId: 2, payload: 'NDI='}"));
    run(ANSWER);
    assertEquals(17, failure(ANSWER));
    assertEquals(9, failure("{saslStart: 1, mechanism: 'RIDDLE', payload: '?'}"));
  }

  @Test
  void aMechanismThatIsNotThereIsUnavailable() {
    assertEquals(334, failure("{saslStart: 1, mechanism: 'SCRAM-SHA-256', payload: 'YWRh'}"));
  }

  @Test
  void helloTellsWhichMechanismsServeTheUser() {
    BsonArray expected = new BsonArray();
    expected.add(new BsonString("RIDDLE"));
    assertEquals(
        expected, run("{hello: 1, saslSupportedMechs: 'test.ada'}").get("saslSupportedMechs"));
    assertEquals(
        expected,
        run("{isMaster: 1, saslSupportedMechs: {user: 'ada', db: 'test'}}")
            .get("saslSupportedMechs"));
    assertFalse(
        run("{hello: 1, saslSupportedMechs: 'test.bob'}").containsKey("saslSupportedMechs"));
    assertFalse(run("{hello: 1}").containsKey("saslSupportedMechs"));
  }

  private BsonDocument authenticated() {
    return run("{connectionStatus: 1}");
  }

  private static BsonDocument users(String users) {
    return BsonDocument.parse(
        "{authInfo: {authenticatedUsers: " + users + ", authenticatedUserRoles: []}}");
  }
}

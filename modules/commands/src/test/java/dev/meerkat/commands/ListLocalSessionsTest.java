package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** {@code $listLocalSessions}, which needs sessions to list. */
final class ListLocalSessionsTest extends EngineFixture {
  private static final String LSID =
      "lsid: {id: {$binary: {base64: 'AAAAAAAAAAAAAAAAAAAAAQ==', subType: '04'}}}";

  @Test
  void everybodyIsNobodyWhereThereAreNoUsers() {
    run("{ping: 1, " + LSID + "}");
    assertEquals(1, sessions("{}"));
    assertEquals(1, sessions("{allUsers: true}"));
    assertEquals(1, sessions("{allUsers: null, users: [null]}"));
    assertEquals(0, sessions("{users: [{user: 'x', db: 'admin'}]}"));
  }

  @Test
  void whatIsAskedIsChecked() {
    assertEquals(14, refused("1"));
    assertEquals(14, refused("{allUsers: 1}"));
    assertEquals(14, refused("{users: [1]}"));
    assertEquals(14, refused("{users: [{user: 1, db: 'x'}]}"));
    assertEquals(40414, refused("{users: [{user: 'x'}]}"));
    assertEquals(40415, refused("{users: [{user: 'x', db: 'x', more: 1}]}"));
    assertEquals(40415, refused("{more: 1}"));
    assertEquals(12, refused("{users: [{user: 'x', db: 'x'}], allUsers: true}"));
  }

  @Test
  void itTellsOfThisServerOnly() {
    for (String level : new String[] {"majority", "available", "linearizable"}) {
      assertEquals(
          72,
          failure(
              "{aggregate: 1, pipeline: [{$listLocalSessions: {}}], cursor: {}, readConcern:"
                  + " {level: '"
                  + level
                  + "'}}"),
          level);
    }
  }

  private int sessions(String options) {
    BsonDocument reply =
        run(
            "{aggregate: 1, pipeline: [{$listLocalSessions: "
                + options
                + "}], cursor: {}, readConcern: {level: 'local'}}");
    return reply.getDocument("cursor").getArray("firstBatch").size();
  }

  private int refused(String options) {
    return failure("{aggregate: 1, pipeline: [{$listLocalSessions: " + options + "}], cursor: {}}");
  }
}

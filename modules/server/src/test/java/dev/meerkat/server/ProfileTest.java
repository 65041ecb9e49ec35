package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the profiler writes of commands that were answered. */
@Timeout(60)
final class ProfileTest extends ServedTest {
  @Test
  void everythingIsWrittenAtLevelTwo() throws IOException {
    client.run("{insert: 'c', documents: [{_id: 1, a: 1}, {_id: 2, a: 1}], $db: 'test'}");
    client.run("{profile: 2, $db: 'test'}");
    client.run("{find: 'c', filter: {a: 1}, comment: 'mine', $db: 'test'}");
    client.run("{delete: 'c', deletes: [{q: {_id: 1}, limit: 1}], $db: 'test'}");
    client.run("{find: 'c', filter: {$no: 1}, $db: 'test'}");
    assertEquals(
        20, client.run("{drop: 'system.profile', $db: 'test'}").getInt32("code").getValue());
    client.run("{profile: 0, $db: 'test'}");
    client.run("{find: 'c', filter: {a: 2}, $db: 'test'}");
    BsonDocument find = profiles("{op: 'query', 'command.comment': 'mine'}").get(0).asDocument();
    assertEquals(new BsonString("test.c"), find.get("ns"));
    assertEquals(new BsonString("COLLSCAN"), find.get("planSummary"));
    assertEquals(new BsonInt32(2), find.get("docsExamined"));
    assertEquals(new BsonInt32(2), find.get("nreturned"));
    BsonDocument remove = profiles("{op: 'remove'}").get(0).asDocument();
    assertEquals(BsonDocument.parse("{q: {_id: 1}, limit: 1}"), remove.get("command"));
    assertEquals(new BsonInt32(1), remove.get("ndeleted"));
    assertEquals(
        new BsonInt32(2),
        profiles("{errCode: {$exists: true}}").get(0).asDocument().get("errCode"));
    assertTrue(profiles("{'command.filter.a': 2}").isEmpty());
    BsonDocument listed =
        client
            .run("{listCollections: 1, filter: {name: 'system.profile'}, $db: 'test'}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .get(0)
            .asDocument();
    assertTrue(listed.getDocument("options").getBoolean("capped").getValue());
  }

  @Test
  void plansAreToldInAFewWords() throws IOException {
    done("{create: 'k', clusteredIndex: {key: {_id: 1}, unique: true}}");
    for (String collection : List.of("c", "k")) {
      done("{insert: '" + collection + "', documents: [{_id: 1, a: 1}, {_id: 2, a: 1}]}");
    }
    done("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a'}]}");
    done("{profile: 2}");
    assertSummary("EXPRESS_IXSCAN { _id: 1 }", 1, "{find: 'c', filter: {_id: 1}}");
    assertSummary("EXPRESS_IXSCAN { _id: 1 }", 1, "{find: 'c', filter: {_id: 1}, sort: {a: 1}}");
    assertSummary("IDHACK", 1, "{find: 'c', filter: {_id: 1}, batchSize: 5}");
    assertSummary("EXPRESS_IXSCAN { a: 1 }", 1, "{find: 'c', filter: {a: 1}, limit: 1}");
    assertSummary("EXPRESS_CLUSTERED_IXSCAN", 0, "{find: 'k', filter: {_id: 1}}");
    assertSummary("CLUSTERED_IXSCAN", 0, "{find: 'k', filter: {_id: 1}, batchSize: 5}");
    assertSummary("CLUSTERED_IXSCAN", 0, "{find: 'k', filter: {_id: {$lt: 2}}}");
  }

  private void assertSummary(String summary, int keys, String find) throws IOException {
    done(find.substring(0, find.length() - 1) + ", comment: '" + find.replace('\'', ' ') + "'}");
    BsonDocument entry =
        profiles("{op: 'query', 'command.comment': '" + find.replace('\'', ' ') + "'}")
            .get(0)
            .asDocument();
    assertEquals(new BsonString(summary), entry.get("planSummary"), find);
    assertEquals(keys, entry.getNumber("keysExamined").intValue(), find);
    assertEquals(1, entry.getNumber("docsExamined").intValue(), find);
  }

  @Test
  void batchesHaveTheCommentOfTheCommandThatOpenedTheirCursor() throws IOException {
    client.run("{insert: 'c', documents: [{_id: 1}, {_id: 2}, {_id: 3}], $db: 'test'}");
    client.run("{profile: 2, $db: 'test'}");
    long id =
        client
            .run("{find: 'c', batchSize: 1, comment: {of: 'find'}, $db: 'test'}")
            .getDocument("cursor")
            .getInt64("id")
            .getValue();
    String getMore = "{getMore: {$numberLong: '" + id + "'}, collection: 'c', batchSize: 1, ";
    client.run(getMore + "$db: 'test'}");
    client.run(getMore + "comment: 'own', $db: 'test'}");
    client.run("{profile: 0, $db: 'test'}");
    assertEquals(1, profiles("{op: 'getmore', 'command.comment.of': 'find'}").size());
    assertEquals(1, profiles("{op: 'getmore', 'command.comment': 'own'}").size());
  }

  @Test
  void theProfileHasNoIndex() throws IOException {
    client.run("{profile: 2, $db: 'test'}");
    client.run("{ping: 1, $db: 'test'}");
    client.run("{profile: 0, $db: 'test'}");
    client.run("{create: 'system.profile', capped: true, size: 4096, $db: 'other'}");
    for (String database : List.of("test", "other")) {
      BsonDocument indexes = client.run("{listIndexes: 'system.profile', $db: '" + database + "'}");
      assertTrue(indexes.getDocument("cursor").getArray("firstBatch").isEmpty(), database);
    }
    assertTrue(profiles("{_id: 1}").isEmpty());
    assertFalse(profiles("{op: 'command'}").isEmpty());
    BsonDocument listed =
        client
            .run("{listCollections: 1, filter: {name: 'system.profile'}, $db: 'test'}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .get(0)
            .asDocument();
    assertFalse(listed.containsKey("idIndex"));
    client.run(
        "{createIndexes: 'system.profile', indexes: [{key: {op: 1}, name: 'op'}], $db: 'test'}");
    assertFalse(profiles("{op: 'command'}").isEmpty());
    assertTrue(
        client.run("{validate: 'system.profile', $db: 'test'}").getBoolean("valid").getValue());
  }

  @Test
  void onlyTheServerWritesToWhatIsItsOwn() throws IOException {
    client.run("{profile: 2, $db: 'test'}");
    client.run("{create: 'v', viewOn: 'c', pipeline: [], $db: 'test'}");
    for (String own : List.of("system.profile", "system.views")) {
      for (String write :
          List.of(
              "insert: '%s', documents: [{_id: 1}]",
              "update: '%s', updates: [{q: {_id: 1}, u: {$set: {a: 1}}, upsert: true}]",
              "delete: '%s', deletes: [{q: {_id: 1}, limit: 1}]",
              "findAndModify: '%s', query: {_id: 1}, remove: true")) {
        BsonDocument answer = client.run("{" + write.formatted(own) + ", $db: 'test'}");
        assertEquals(new BsonInt32(73), answer.get("code"), answer.toJson());
        assertEquals(new BsonString("cannot write to test." + own), answer.get("errmsg"));
      }
    }
  }

  @Test
  void atLevelOneTheFilterChooses() throws IOException {
    client.run("{profile: 1, filter: {op: 'insert'}, $db: 'test'}");
    client.run("{insert: 'c', documents: [{_id: 1}], $db: 'test'}");
    client.run("{find: 'c', $db: 'test'}");
    BsonDocument told = client.run("{profile: 0, filter: 'unset', slowms: 7, $db: 'test'}");
    assertEquals(new BsonInt32(1), told.get("was"));
    assertEquals(BsonDocument.parse("{op: {$eq: 'insert'}}"), told.get("filter"));
    BsonArray all = profiles("{}");
    assertEquals(1, all.size());
    assertEquals(new BsonInt32(1), all.get(0).asDocument().get("ninserted"));
    BsonDocument now = client.run("{profile: -1, $db: 'other'}");
    assertEquals(new BsonInt32(7), now.get("slowms"));
    assertEquals(
        2, client.run("{profile: 1, sampleRate: 2, $db: 'test'}").getInt32("code").getValue());
    assertEquals(
        2, client.run("{profile: 1, filter: 'x', $db: 'test'}").getInt32("code").getValue());
  }

  private BsonArray profiles(String filter) throws IOException {
    return client
        .run("{find: 'system.profile', filter: " + filter + ", $db: 'test'}")
        .getDocument("cursor")
        .getArray("firstBatch");
  }
}

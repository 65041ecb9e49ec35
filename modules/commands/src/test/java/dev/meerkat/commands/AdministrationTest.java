package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** How a server is kept: who may write, versions, hashes, counters. */
final class AdministrationTest extends EngineFixture {
  @Test
  void usersAreKeptFromWritingAndMayRead() {
    run("{insert: 'c', documents: [{_id: 1}]}");
    admin("{setUserWriteBlockMode: 1, global: true}");
    assertEquals(371, failure("{insert: 'c', documents: [{_id: 2}]}"));
    assertEquals(371, failure("{create: 'd'}"));
    assertEquals(371, failure("{drop: 'c'}"));
    assertEquals(371, failure("{dropDatabase: 1}"));
    assertEquals(371, failure("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a'}]}"));
    assertEquals(371, failure("{findAndModify: 'c', query: {}, remove: true}"));
    assertEquals(1, run("{count: 'c'}").getInt32("n").getValue());
    run("config", BsonDocument.parse("{insert: 'c', documents: [{}]}"));
    assertEquals(
        20,
        adminFailure(
            "{setUserWriteBlockMode: 1, global: false, reason: 'DiskUseThresholdExceeded'}"));
    admin("{setUserWriteBlockMode: 1, global: false}");
    assertEquals(1, run("{insert: 'c', documents: [{_id: 2}]}").getInt32("n").getValue());
  }

  @Test
  void theVersionIsSetOnlyWhereThatIsConfirmed() {
    assertEquals(7369100, adminFailure("{setFeatureCompatibilityVersion: '8.0'}"));
    assertEquals(4926900, adminFailure("{setFeatureCompatibilityVersion: '7.0', confirm: true}"));
    admin("{setFeatureCompatibilityVersion: '8.0', confirm: true}");
    assertEquals(
        new BsonString("8.0"),
        admin("{getParameter: 1, featureCompatibilityVersion: 1}")
            .getDocument("featureCompatibilityVersion")
            .get("version"));
    assertEquals(20, adminFailure("{setParameter: 1, featureCompatibilityVersion: '8.2'}"));
  }

  @Test
  void hashesFollowTheDocumentsAndNotTheirWay() {
    run("{insert: 'c', documents: [{_id: 2, a: 1}, {_id: 1, a: 2}]}");
    run("{insert: 'd', documents: [{_id: 1, a: 2}, {_id: 2, a: 1}]}");
    BsonDocument before = run("{dbHash: 1}");
    BsonDocument hashes = before.getDocument("collections");
    assertEquals(hashes.get("c"), hashes.get("d"));
    // The MD5 of no bytes at all.
    run("{create: 'e'}");
    assertEquals(
        new BsonString("d41d8cd98f00b204e9800998ecf8427e"),
        run("{dbHash: 1, collections: ['e']}").getDocument("collections").get("e"));
    run("{update: 'd', updates: [{q: {_id: 1}, u: {$set: {a: 3}}}]}");
    BsonDocument after = run("{dbHash: 1}");
    assertNotEquals(before.get("md5"), after.get("md5"));
    assertEquals(hashes.get("c"), after.getDocument("collections").get("c"));
    assertEquals(2, failure("{dbHash: 1, collections: [1]}"));
  }

  @Test
  void collectionsAreCountedByWhatIsDoneWithThem() {
    run("{insert: 'c', documents: [{_id: 1}]}");
    run("{find: 'c'}");
    run("{find: 'c'}");
    run("{find: 'none'}");
    BsonDocument totals = admin("{top: 1}").getDocument("totals");
    BsonDocument usage = totals.getDocument("test.c");
    assertEquals(new BsonInt64(2), usage.getDocument("queries").get("count"));
    assertEquals(new BsonInt64(1), usage.getDocument("insert").get("count"));
    assertEquals(new BsonInt64(3), usage.getDocument("total").get("count"));
    assertEquals(new BsonInt64(1), usage.getDocument("writeLock").get("count"));
    assertFalse(totals.containsKey("test.none"));
    run("{drop: 'c'}");
    assertFalse(admin("{top: 1}").getDocument("totals").containsKey("test.c"));
  }

  @Test
  void compactNeedsACollection() {
    assertEquals(26, failure("{compact: 'c'}"));
    run("{create: 'c'}");
    run("{create: 'v', viewOn: 'c', pipeline: []}");
    assertEquals(166, failure("{compact: 'v'}"));
    assertEquals(2, failure("{compact: 'c', freeSpaceTargetMB: 0}"));
    assertEquals(new BsonInt32(0), run("{compact: 'c'}").get("bytesFreed"));
    assertEquals(new BsonInt32(0), run("{compact: 'c', dryRun: true}").get("estimatedBytesFreed"));
  }

  @Test
  void aReadThatSaysNothingOfTimeHasTheDefault() {
    run("{insert: 'c', documents: [{_id: 1}]}");
    admin("{setClusterParameter: {defaultMaxTimeMS: {readOperations: 5}}}");
    assertTrue(admin("{getClusterParameter: '*'}").getArray("clusterParameters").size() > 5);
    assertEquals(1, run("{count: 'c', maxTimeMS: 0}").getInt32("n").getValue());
  }

  @Test
  void whatIsSetForAShapeHoldsForItsQueries() {
    run("{insert: 'c', documents: [{_id: 1, a: 1, b: 1}]}");
    run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a_1'}, {key: {b: 1}, name: 'b_1'}]}");
    String query = "{find: 'c', filter: {a: 1, b: 1}, $db: 'test'}";
    admin("{setQuerySettings: " + query + ", settings: {reject: true}}");
    assertEquals(411, failure("{find: 'c', filter: {a: 7, b: 7}}"));
    run("{find: 'c', filter: {a: 'text', b: 7}}");
    run("{find: 'c', filter: {a: 7}}");
    BsonDocument set =
        admin(
            "{setQuerySettings: "
                + query
                + ", settings: {reject: false, indexHints: {ns: {db: 'test', coll: 'c'},"
                + " allowedIndexes: ['b_1']}}}");
    String hash = set.getString("queryShapeHash").getValue();
    assertEquals(64, hash.length());
    assertEquals("b_1", winningIndex());
    assertEquals(
        1,
        admin("{aggregate: 1, pipeline: [{$querySettings: {}}], cursor: {}}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .size());
    admin("{removeQuerySettings: '" + hash + "'}");
    assertEquals("a_1", winningIndex());
    assertEquals(
        7746604, adminFailure("{setQuerySettings: " + query + ", settings: {reject: false}}"));
    assertEquals(16, adminFailure("{setQuerySettings: '', settings: {reject: true}}"));
    assertEquals(2, adminFailure("{setQuerySettings: 'x', settings: {reject: true}}"));
    assertEquals(2, adminFailure("{removeQuerySettings: 'ABC'}"));
    assertEquals(16, adminFailure("{removeQuerySettings: 'ABCD'}"));
    assertEquals(16, adminFailure("{removeQuerySettings: '" + "AB".repeat(33) + "'}"));
  }

  /** A query for which something is set is parsed as if it were to run, in both commands. */
  @Test
  void onlyQueriesThatCouldRunHaveSettings() {
    assertSettingsRefused(2, "{find: 'c', filter: {$bad: 1}, $db: 'test'}");
    assertSettingsRefused(2, "{find: 'c', filter: {a: {$in: 1}}, $db: 'test'}");
    assertSettingsRefused(14, "{find: 'c', filter: 1, $db: 'test'}");
    assertSettingsRefused(
        28667, "{find: 'c', sort: {a: 7}, projection: {a: {$slice: 'x'}}, $db: 'test'}");
    assertSettingsRefused(40415, "{find: 'c', nonsense: 1, $db: 'test'}");
    assertSettingsRefused(2, "{distinct: 'c', key: 'a', query: {a: {$bad: 1}}, $db: 'test'}");
    assertSettingsRefused(40414, "{distinct: 'c', $db: 'test'}");
    assertSettingsRefused(
        40324, "{aggregate: 'c', pipeline: [{$bad: 1}], cursor: {}, $db: 'test'}");
    assertSettingsRefused(
        15958, "{aggregate: 'c', pipeline: [{$limit: 0}], cursor: {}, $db: 'test'}");
    assertSettingsRefused(7746402, "{count: 'c', $db: 'test'}");
    assertSettingsRefused(40414, "{find: 'c', filter: {}}");
  }

  private void assertSettingsRefused(int code, String query) {
    assertEquals(
        code, adminFailure("{setQuerySettings: " + query + ", settings: {reject: true}}"), query);
    assertEquals(code, adminFailure("{removeQuerySettings: " + query + "}"), query);
  }

  private String winningIndex() {
    return run("{explain: {find: 'c', filter: {a: 1, b: 1}}, verbosity: 'queryPlanner'}")
        .getDocument("queryPlanner")
        .getDocument("winningPlan")
        .getDocument("inputStage")
        .getString("indexName")
        .getValue();
  }

  private int adminFailure(String json) {
    return assertThrows(ServerException.class, () -> admin(json), json).code().number();
  }

  @Test
  void queriesAreNotCounted() {
    String stats = "{aggregate: 1, cursor: {}, pipeline: [{$queryStats: ";
    assertEquals(0, admin(stats + "{}}]}").getDocument("cursor").getArray("firstBatch").size());
    admin(stats + "{transformIdentifiers: {algorithm: 'hmac-sha-256'}}}]}");
    assertEquals(9, adminFailure(stats + "1}]}"));
    assertEquals(40415, adminFailure(stats + "{a: 1}}]}"));
    assertEquals(2, adminFailure(stats + "{transformIdentifiers: {algorithm: 'x'}}}]}"));
    assertEquals(73, failure(stats + "{}}]}"));
  }

  @Test
  void viewsHaveNoStateOfEncryptedFields() {
    run("{create: 'c'}");
    run("{create: 'v', viewOn: 'c'}");
    assertEquals(166, failure("{compactStructuredEncryptionData: 'v', compactionTokens: {}}"));
    assertEquals(166, failure("{cleanupStructuredEncryptionData: 'v', cleanupTokens: {}}"));
    assertEquals(6346807, failure("{compactStructuredEncryptionData: 'c', compactionTokens: {}}"));
  }

  @Test
  void peersAreHostsWithPorts() {
    admin(
        "{dropConnections: 1, hostAndPort: ['a', 'a:1', 'a.b:65535', '[::1]', '[::1]:27017',"
            + " null]}");
    for (String peer :
        new String[] {
          "",
          ":1",
          "a:",
          "a:0",
          "a:65536",
          "a:-1",
          "a:x",
          "a:1:2",
          "::1",
          "[::1",
          "::1]",
          "a[b]",
          "[::1]1",
          "[::1]x:1",
          "[]"
        }) {
      assertEquals(9, adminFailure("{dropConnections: 1, hostAndPort: ['" + peer + "']}"), peer);
    }
    assertEquals(14, adminFailure("{dropConnections: 1, hostAndPort: [1]}"));
  }

  @Test
  void aDefaultWriteConcernNamesNoModeThatIsNotThere() {
    assertEquals(79, adminFailure("{setDefaultRWConcern: 1, defaultWriteConcern: {w: 'x'}}"));
    admin("{setDefaultRWConcern: 1, defaultWriteConcern: {w: 'majority'}}");
    assertEquals(20, adminFailure("{setDefaultRWConcern: 1, defaultWriteConcern: {}}"));
  }

  @Test
  void operationsHaveNumbersOf32Bits() {
    admin("{killOp: 1, op: 99, what: 1}");
    admin("{killOp: 1, op: -1}");
    admin("{killOp: 'x', op: {$numberDecimal: '7.0'}}");
    assertEquals(4, adminFailure("{killOp: 1}"));
    assertEquals(14, adminFailure("{killOp: 1, op: null}"));
    assertEquals(14, adminFailure("{killOp: 1, op: '1'}"));
    assertEquals(2, adminFailure("{killOp: 1, op: 1.5}"));
    assertEquals(2, adminFailure("{killOp: 1, op: {$numberDouble: 'NaN'}}"));
    assertEquals(2, adminFailure("{killOp: 1, op: {$numberDouble: '-Infinity'}}"));
    assertEquals(26823, adminFailure("{killOp: 1, op: {$numberLong: '2147483648'}}"));
    assertEquals(26823, adminFailure("{killOp: 1, op: {$numberLong: '9223372036854775807'}}"));
    assertEquals(26823, adminFailure("{killOp: 1, op: -2147483649.0}"));
  }

  @Test
  void aDatabaseWhoseMetadataIsValidatedMayBeMissingButNotMisnamed() {
    String validate = "{validateDBMetadata: 1, apiParameters: {version: '1', strict: true}, db: '";
    admin(validate + "nothing'}");
    admin(validate + "a$b'}");
    for (String name : new String[] {"a b", "a/b", "a\\\\b", "a\"b"}) {
      assertEquals(13280, adminFailure(validate + name + "'}"), name);
    }
    assertEquals(28539, adminFailure(validate + "'}"));
    for (String name : new String[] {"a.b", "a\\u0000b", "x".repeat(64)}) {
      assertEquals(73, adminFailure(validate + name + "'}"), name);
    }
  }

  @Test
  void parametersAreChosenByWhenTheyMayBeSet() {
    BsonDocument all = admin("{getParameter: {allParameters: true, showDetails: true}}");
    BsonDocument chosen =
        admin("{getParameter: {allParameters: true, showDetails: true, setAt: 'startup'}}");
    assertTrue(chosen.size() < all.size());
    all.values().removeIf(each -> !each.asDocument().getBoolean("settableAtStartup").getValue());
    assertEquals(all, chosen);
    assertEquals(2, adminFailure("{getParameter: {allParameters: true, setAt: 'noon'}}"));
  }
}

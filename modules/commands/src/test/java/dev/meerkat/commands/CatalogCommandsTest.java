package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** What the commands about databases, collections and indexes answer. */
final class CatalogCommandsTest extends EngineFixture {
  private static BsonArray firstBatch(BsonDocument reply) {
    return reply.getDocument("cursor").getArray("firstBatch");
  }

  @Test
  void oneCommandDoesNotMakeAnIndexTwice() {
    String twice = "[{key: {a: 1}, name: 'a_1'}, {key: {a: 1}, name: 'a_1'}]";
    assertEquals(68, failure("{createIndexes: 'c', indexes: " + twice + "}"));
    run("{insert: 'c', documents: [{a: 1}]}");
    assertEquals(96, failure("{createIndexes: 'c', indexes: " + twice + "}"));
    run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a_1'}]}");
    assertEquals(
        2,
        run("{createIndexes: 'c', indexes: " + twice + "}").getInt32("numIndexesAfter").getValue());
  }

  @Test
  void createIsIdempotentForTheSameOptionsOnly() {
    run("{create: 'c'}");
    run("{create: 'c'}");
    assertEquals(48, failure("{create: 'c', capped: true, size: 4096}"));
    assertEquals(72, failure("{create: 'd', capped: true}"));
    assertEquals(40415, failure("{create: 'd', noSuchOption: 1}"));
    assertEquals(73, failure("{create: 'a$b'}"));
  }

  @Test
  void searchIndexesAreRefusedAsWithoutAtlas() {
    assertEquals(31082, failure("{createSearchIndexes: 'c', indexes: [{definition: {}}]}"));
    assertEquals(31082, failure("{createSearchIndexes: 'c', indexes: []}"));
    assertEquals(31082, failure("{dropSearchIndex: 'c', name: 'i'}"));
    assertEquals(31082, failure("{updateSearchIndex: 'c', name: 'i', definition: {}}"));
    assertEquals(31082, failure("{listSearchIndexes: 'c'}"));
    assertEquals(
        31082, failure("{aggregate: 'c', pipeline: [{$listSearchIndexes: {}}], cursor: {}}"));
    for (String stage : new String[] {"$search", "$searchMeta", "$vectorSearch"}) {
      String pipeline = "{aggregate: 'c', pipeline: [{" + stage + ": {}}], cursor: {}";
      assertEquals(31082, failure(pipeline + "}"));
      assertEquals(323, failure(pipeline + ", apiVersion: '1', apiStrict: true}"));
    }
    // A strict client is told of the stage before it is told of the namespace.
    assertEquals(
        323,
        failure(
            "{aggregate: 'c', pipeline: [{$currentOp: {}}], cursor: {}, apiVersion: '1',"
                + " apiStrict: true}"));
    assertEquals(40414, failure("{createSearchIndexes: 'c'}"));
    assertEquals(40414, failure("{updateSearchIndex: 'c', name: 'i'}"));
  }

  @Test
  void dropTellsWhatWasThere() {
    run("{create: 'c'}");
    assertEquals(BsonDocument.parse("{nIndexesWas: 1, ns: 'test.c'}"), run("{drop: 'c'}"));
    assertTrue(run("{drop: 'c'}").isEmpty());
  }

  @Test
  void dropDatabaseWantsTheNumberOne() {
    run("{create: 'c'}");
    assertEquals(5255100, failure("{dropDatabase: 2}"));
    assertEquals(14, failure("{dropDatabase: 'x'}"));
    assertEquals(40414, failure("{dropDatabase: null}"));
    assertEquals(new BsonString("test"), run("{dropDatabase: 1}").get("dropped"));
    assertFalse(run("{dropDatabase: 1}").containsKey("dropped"));
  }

  @Test
  void listCollectionsFiltersAndShortens() {
    run("{create: 'a'}");
    run("{create: 'b'}");
    BsonArray all = firstBatch(run("{listCollections: 1}"));
    assertEquals(2, all.size());
    assertTrue(all.get(0).asDocument().getDocument("info").containsKey("uuid"));
    assertEquals(
        BsonDocument.parse("{name: 'b', type: 'collection'}"),
        firstBatch(run("{listCollections: 1, filter: {name: 'b'}, nameOnly: true}")).get(0));
    BsonDocument page = run("{listCollections: 1, cursor: {batchSize: 1}}");
    assertEquals(1, firstBatch(page).size());
    assertEquals(
        "test.$cmd.listCollections", page.getDocument("cursor").getString("ns").getValue());
  }

  @Test
  void listIndexesShowsTheIndexOnId() {
    run("{create: 'c'}");
    assertEquals(
        BsonDocument.parse("{v: 2, key: {_id: 1}, name: '_id_'}"),
        firstBatch(run("{listIndexes: 'c'}")).get(0));
    assertEquals(26, failure("{listIndexes: 'none'}"));
    assertEquals(
        72, failure("{listIndexes: 'c', includeBuildUUIDs: true, includeIndexBuildInfo: true}"));
    assertEquals(
        BsonDocument.parse("{spec: {v: 2, key: {_id: 1}, name: '_id_'}}"),
        firstBatch(run("{listIndexes: 'c', includeIndexBuildInfo: true}")).get(0));
  }

  @Test
  void renameGivesTheDocumentsAnotherName() {
    run("{insert: 'a', documents: [{_id: 1}]}");
    admin("{renameCollection: 'test.a', to: 'test.b'}");
    assertEquals(new BsonInt32(1), run("{count: 'b'}").get("n"));
    assertEquals(new BsonInt32(0), run("{count: 'a'}").get("n"));
    admin("{renameCollection: 'test.b', to: 'other.b'}");
    assertEquals(new BsonInt32(0), run("{count: 'b'}").get("n"));
  }

  @Test
  void renameRefusesNamesThatCannotBe() {
    assertEquals(20, adminFailure("{renameCollection: 'test.a', to: 'test.$b'}"));
    assertEquals(20, adminFailure("{renameCollection: 'test.a', to: 'test.system.b'}"));
    assertEquals(73, adminFailure("{renameCollection: 'nodot', to: 'test.b'}"));
    assertEquals(40414, adminFailure("{renameCollection: null, to: 'test.b'}"));
    String wrong = "dropTarget: {$binary: {base64: 'AA==', subType: '00'}}";
    assertEquals(207, adminFailure("{renameCollection: 'test.a', to: 'test.b', " + wrong + "}"));
  }

  @Test
  void collModChecksWhatItIsToChange() {
    run("{create: 'c'}");
    assertEquals(72, failure("{collMod: 'c', index: {}}"));
    assertEquals(
        72, failure("{collMod: 'c', index: {name: 'a', keyPattern: {a: 1}, hidden: true}}"));
    assertEquals(72, failure("{collMod: 'c', index: {name: 'a', hidden: null}}"));
    assertEquals(40415, failure("{collMod: 'c', index: {name: 'a', bogus: 1}}"));
    assertEquals(2, failure("{collMod: 'c', validationLevel: 'Strict'}"));
    assertEquals(40414, failure("{collMod: 'c', changeStreamPreAndPostImages: {}}"));
    assertEquals(14, failure("{collMod: 'c', changeStreamPreAndPostImages: {enabled: 1}}"));
    assertEquals(72, failure("{collMod: 'c', dryRun: true}"));
  }

  @Test
  void createChecksTheIndexOnId() {
    assertEquals(9, failure("{create: 'c', idIndex: {}}"));
    assertEquals(14, failure("{create: 'c', idIndex: {key: 1, name: '_id_'}}"));
    assertEquals(67, failure("{create: 'c', idIndex: {key: {_id: 1}, name: '_id_', v: 3}}"));
    assertEquals(2, failure("{create: 'c', idIndex: {key: {_id: 1}, name: '_id_', v: 2.5}}"));
    assertEquals(
        197, failure("{create: 'c', idIndex: {key: {_id: 1}, name: '_id_', unique: true}}"));
  }

  @Test
  void viewsIgnoreWhatConcernsTheirStorage() {
    run("{create: 'v', viewOn: 'c', size: 4096, validator: {}, pipeline: [null, {$match: {}}]}");
    BsonDocument options =
        firstBatch(run("{listCollections: 1, filter: {name: 'v'}}"))
            .get(0)
            .asDocument()
            .getDocument("options");
    assertEquals(1, options.getArray("pipeline").size());
    assertFalse(options.containsKey("size"));
    assertEquals(72, failure("{create: 'w', viewOn: 'c', capped: true}"));
  }

  @Test
  void indexesAreCreatedListedAndDropped() {
    BsonDocument created = run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a_1'}]}");
    assertEquals(new BsonInt32(1), created.get("numIndexesBefore"));
    assertEquals(new BsonInt32(2), created.get("numIndexesAfter"));
    assertTrue(created.getBoolean("createdCollectionAutomatically").getValue());
    BsonDocument again = run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a_1'}]}");
    assertEquals(new BsonString("all indexes already exist"), again.get("note"));
    assertEquals(2, firstBatch(run("{listIndexes: 'c'}")).size());
    assertEquals(new BsonInt32(2), run("{dropIndexes: 'c', index: 'a_1'}").get("nIndexesWas"));
    assertEquals(27, failure("{dropIndexes: 'c', index: 'a_1'}"));
    assertEquals(72, failure("{dropIndexes: 'c', index: '_id_'}"));
    assertEquals(2, failure("{createIndexes: 'c', indexes: []}"));
  }

  @Test
  void indexesThatCannotBeAreRefused() {
    run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a_1'}]}");
    assertEquals(86, indexFailure("{key: {a: 1}, name: 'a_1', unique: true}"));
    assertEquals(86, indexFailure("{key: {b: 1}, name: 'a_1'}"));
    assertEquals(85, indexFailure("{key: {a: 1}, name: 'other'}"));
    assertEquals(197, indexFailure("{key: {_id: 1}, name: 'i', hidden: true}"));
    assertEquals(2, indexFailure("{key: {_id: -1}, name: 'i'}"));
    for (String wrong : new String[] {"'3600'", "{}", "null", "true", "-1", "2147483648"}) {
      assertEquals(67, indexFailure("{key: {b: 1}, name: 'b', expireAfterSeconds: " + wrong + "}"));
    }
    assertEquals(2, indexFailure("{key: {b: 1}, name: 'b', wildcardProjection: {c: 1}}"));
  }

  private int indexFailure(String spec) {
    return failure("{createIndexes: 'c', indexes: [" + spec + "]}");
  }

  @Test
  void optionsOfValidateThatExcludeEachOtherAreRefused() {
    run("{insert: 'c', documents: [{a: 1}]}");
    for (String option : new String[] {"full", "repair", "checkBSONConformance", "background"}) {
      assertEquals(72, failure("{validate: 'c', metadata: true, " + option + ": true}"));
    }
    assertEquals(72, failure("{validate: 'c', checkBSONConformance: true, repair: true}"));
    assertEquals(72, failure("{validate: 'c', background: true, full: true}"));
    assertEquals(72, failure("{validate: 'c', enforceFastCount: true, repair: true}"));
    // Mending is for standalone servers, looking in the background for replica sets.
    assertEquals(72, failure("{validate: 'c', repair: true}"));
    assertEquals(72, failure("{validate: 'c', fixMultikey: true}"));
    assertTrue(run("{validate: 'c', background: true}").getBoolean("valid").getValue());
    assertEquals(26, failure("{validate: '$c'}"));
    assertEquals(73, failure("{validate: ''}"));
    BsonDocument metadata = run("{validate: 'c', metadata: true}");
    assertTrue(metadata.getBoolean("valid").getValue());
    assertFalse(metadata.containsKey("nrecords"), metadata.toJson());
  }

  @Test
  void validateTellsOfDocumentsThatNeitherBsonNorTheirSchemaWants() {
    run("{create: 'v', validator: {a: {$gt: 0}}, validationAction: 'warn'}");
    run("{insert: 'v', documents: [{a: 1}, {a: -1}]}");
    BsonDocument report = run("{validate: 'v'}");
    assertTrue(report.getBoolean("valid").getValue());
    assertEquals(1, report.getInt32("nNonCompliantDocuments").getValue());
    assertEquals(1, report.getArray("warnings").size());
    run("{insert: 'b', documents: [{u: {$binary: {base64: 'AAAA', subType: '04'}}}]}");
    assertEquals(0, run("{validate: 'b'}").getInt32("nNonCompliantDocuments").getValue());
    BsonDocument strict = run("{validate: 'b', checkBSONConformance: true}");
    assertEquals(1, strict.getInt32("nNonCompliantDocuments").getValue());
    assertTrue(strict.getBoolean("valid").getValue());
  }

  @Test
  void viewsCountAsOneMoreCollection() {
    run("{insert: 'c', documents: [{a: 1}]}");
    assertEquals(26, failure("{listIndexes: 'system.views'}"));
    run("{create: 'v', viewOn: 'c', pipeline: []}");
    run("{create: 'w', viewOn: 'c', pipeline: []}");
    BsonDocument stats = run("{dbStats: 1}");
    assertEquals(2, stats.getInt64("collections").getValue());
    assertEquals(2, stats.getInt64("views").getValue());
    assertEquals(3, stats.getInt64("objects").getValue());
    assertEquals(
        "_id_",
        run("{listIndexes: 'system.views'}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .getFirst()
            .asDocument()
            .getString("name")
            .getValue());
    assertEquals(
        2,
        run("{aggregate: 'system.views', pipeline: [{$collStats: {count: {}}}], cursor: {}}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .getFirst()
            .asDocument()
            .getInt32("count")
            .getValue());
  }

  @Test
  void theCommitQuorumIsThatOfOneMember() {
    String index = "{createIndexes: 'q', indexes: [{key: {%s: 1}, name: '%s'}], commitQuorum: %s}";
    for (String wrong : new String[] {"2", "50"}) {
      assertEquals(278, failure(index.formatted("a", "a", wrong)));
    }
    for (String wrong : new String[] {"-1", "51", "''"}) {
      assertEquals(9, failure(index.formatted("a", "a", wrong)));
    }
    assertEquals(79, failure(index.formatted("a", "a", "'nowhere'")));
    assertEquals(26, failure("{listIndexes: 'q'}"));
    assertEquals(
        new BsonString("majority"),
        run(index.formatted("a", "a", "'majority'")).get("commitQuorum"));
    assertEquals(new BsonInt32(1), run(index.formatted("b", "b", "1")).get("commitQuorum"));
  }

  @Test
  void freeStorageIsToldWhereItIsAskedFor() {
    run("{insert: 'c', documents: [{a: 1}]}");
    assertFalse(run("{dbStats: 1}").containsKey("freeStorageSize"));
    BsonDocument stats = run("{dbStats: 1, freeStorage: 1}");
    assertEquals(0, stats.getDouble("freeStorageSize").getValue());
    assertEquals(0, stats.getDouble("indexFreeStorageSize").getValue());
    assertEquals(0, stats.getDouble("totalFreeStorageSize").getValue());
  }

  @Test
  void theFeatureCompatibilityVersionIsKeptFromTheFirstStart() {
    assertEquals(
        BsonDocument.parse("{_id: 'featureCompatibilityVersion', version: '8.2'}"),
        firstBatch(admin("{find: 'system.version'}")).get(0));
  }

  @Test
  void databasesAreListedWithTheirSizes() {
    run("{insert: 'c', documents: [{a: 1}]}");
    BsonDocument list = admin("{listDatabases: 1, filter: {name: 'test'}}");
    BsonDocument database = list.getArray("databases").get(0).asDocument();
    assertTrue(database.getInt64("sizeOnDisk").getValue() > 0);
    assertEquals(list.get("totalSize"), database.get("sizeOnDisk"));
    assertEquals(
        BsonDocument.parse(
            "{databases: [{name: 'admin'}, {name: 'config'}, {name: 'local'}, {name: 'test'}]}"),
        admin("{listDatabases: 1, nameOnly: true}"));
  }

  @Test
  void dataSizeCountsACollection() {
    run("{insert: 'c', documents: [{_id: 1}, {_id: 2}, {_id: 3}]}");
    BsonDocument all = run("{dataSize: 'test.c'}");
    assertEquals(3, all.getInt64("numObjects").getValue());
    assertEquals(42, all.getInt64("size").getValue());
    assertEquals(0, run("{dataSize: 'test.none'}").getInt64("size").getValue());
    assertEquals(2, failure("{dataSize: 'test.c', min: {_id: 1}}"));
    assertEquals(96, failure("{dataSize: 'test.c', min: {a: 1}, max: {a: 2}}"));
  }

  @Test
  void dataSizeCountsARange() {
    run("{insert: 'c', documents: [{_id: 1, a: 1, b: 1}, {_id: 2, a: 2, b: 1}, {_id: 3, a: 3}]}");
    run(
        "{createIndexes: 'c', indexes: [{key: {a: 1, b: -1}, name: 'a'}, {key: {c: 'hashed'},"
            + " name: 'c'}]}");
    assertEquals(2, counted("min: {_id: 1}, max: {_id: 3}"));
    assertEquals(1, counted("keyPattern: {a: 1}, min: {a: 2}, max: {a: 3}"));
    assertEquals(2, counted("keyPattern: {a: 1}, min: {a: 1, b: 2}, max: {a: 3}"));
    assertEquals(0, counted("keyPattern: {_id: 1}, min: {_id: 3}, max: {_id: 1}"));
    assertEquals(3, counted("keyPattern: {z: 1}, min: {}, max: {}"));
    assertEquals(96, failure("{dataSize: 'test.c', keyPattern: {z: 1}, min: {z: 1}, max: {z: 2}}"));
    assertEquals(
        96, failure("{dataSize: 'test.c', keyPattern: {c: 'hashed'}, min: {c: 1}, max: {c: 2}}"));
    assertEquals(2, failure("{dataSize: 'test.c', min: {}, max: {_id: 2}}"));
    assertEquals(
        16634, failure("{dataSize: 'test.c', keyPattern: {_id: 1}, min: {a: 1}, max: {a: 2}}"));
    BsonDocument limited = run("{datasize: 'test.c', maxObjects: 1}");
    assertTrue(limited.getBoolean("maxReached").getValue());
    assertEquals(2, limited.getInt64("numObjects").getValue());
    BsonDocument estimated =
        run("{dataSize: 'test.c', estimate: true, min: {_id: 3}, max: {_id: 4}}");
    long whole = run("{dataSize: 'test.c'}").getInt64("size").getValue();
    assertEquals(whole / 3, estimated.getInt64("size").getValue());
  }

  private long counted(String range) {
    return run("{dataSize: 'test.c', " + range + "}").getInt64("numObjects").getValue();
  }

  @Test
  void bucketsAreNotClonedAsCapped() {
    run("{create: 'series', timeseries: {timeField: 't'}}");
    assertEquals(
        20,
        failure(
            "{cloneCollectionAsCapped: 'system.buckets.series', toCollection: 'd', size: 4096}"));
  }

  @Test
  void aDatabaseHasOneCase() {
    run("{insert: 'c', documents: [{_id: 1}]}");
    assertEquals(13297, adminFailure("{renameCollection: 'test.c', to: 'TEST.c'}"));
    admin("{renameCollection: 'test.c', to: 'other.c'}");
    assertEquals(13297, adminFailure("{renameCollection: 'other.c', to: 'Other.d'}"));
  }

  @Test
  void listingsAreNotInTheOrderOfADistance() {
    assertEquals(5626500, failure("{listCollections: 1, filter: {a: {$near: [0, 0]}}}"));
    assertEquals(
        5626500, adminFailure("{listDatabases: 1, filter: {$or: [{a: {$nearSphere: [0, 0]}}]}}"));
    assertEquals(5626500, failure("{create: 'v', validator: {a: {$near: [0, 0]}}}"));
    assertEquals(2, failure("{create: 'v', validator: {$text: {$search: 'a'}}}"));
    assertEquals(5626500, failure("{profile: 0, filter: {a: {$near: [0, 0]}}}"));
    assertEquals(
        5626500, failure("{find: 'c', projection: {a: {$elemMatch: {b: {$near: [0, 0]}}}}}"));
    assertEquals(2, failure("{find: 'c', projection: {a: {$elemMatch: {$expr: true}}}}"));
    assertEquals(224, failure("{find: 'c', projection: {a: {$elemMatch: {$jsonSchema: {}}}}}"));
  }

  private int adminFailure(String json) {
    return assertThrows(ServerException.class, () -> admin(json), json).code().number();
  }

  @Test
  void theIdIndexHasTheCollationOfItsCollection() {
    String id = "{createIndexes: '%s', indexes: [{key: {_id: 1}, name: '_id_', collation: %s}]}";
    run("{create: 'plain'}");
    run("{create: 'french', collation: {locale: 'fr'}}");
    assertEquals(2, failure(id.formatted("plain", "{locale: 'fr'}")));
    assertEquals(2, failure(id.formatted("french", "{locale: 'fr', strength: 1}")));
    assertEquals(2, failure(id.formatted("french", "{locale: 'simple'}")));
    assertEquals(
        1, run(id.formatted("french", "{locale: 'fr'}")).getInt32("numIndexesAfter").getValue());
    assertEquals(
        1, run(id.formatted("plain", "{locale: 'simple'}")).getInt32("numIndexesAfter").getValue());
  }
}

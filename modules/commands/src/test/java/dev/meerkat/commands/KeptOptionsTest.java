package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Options that are kept, or say what is answered: what they say is looked at. */
final class KeptOptionsTest extends EngineFixture {
  @Test
  void whatConfiguresAStorageEngineIsChecked() {
    assertEquals(72, create("storageEngine: {tape: {}}"));
    assertEquals(2, create("storageEngine: {wiredTiger: 1}"));
    assertEquals(72, create("storageEngine: {wiredTiger: {other: 1}}"));
    assertEquals(14, create("storageEngine: {wiredTiger: {configString: 1}}"));
    assertEquals(2, create("storageEngine: {wiredTiger: {configString: 'a=b'}}"));
    assertEquals(72, create("indexOptionDefaults: {storageEngine: {tape: {}}}"));
    assertEquals(40415, create("indexOptionDefaults: {other: 1}"));
    assertEquals(
        72,
        failure(
            "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a', storageEngine: {tape:"
                + " {}}}]}"));
    run(
        "{create: 'c', storageEngine: {wiredTiger: {configString:"
            + " 'block_compressor=zlib,access_pattern_hint=random'}}}");
  }

  @Test
  void imagesAreAskedForByABooleanWhereThereCanBeAny() {
    assertEquals(40414, create("changeStreamPreAndPostImages: {}"));
    assertEquals(40414, create("changeStreamPreAndPostImages: {enabled: null}"));
    assertEquals(14, create("changeStreamPreAndPostImages: {enabled: 1}"));
    assertEquals(14, create("changeStreamPreAndPostImages: {enabled: 'true'}"));
    assertEquals(40415, create("changeStreamPreAndPostImages: {enabled: true, other: 1}"));
    assertEquals(72, create("viewOn: 'd', changeStreamPreAndPostImages: {enabled: true}"));
    BsonDocument images =
        BsonDocument.parse("{create: 'c', changeStreamPreAndPostImages: {enabled: true}}");
    for (String database : new String[] {"admin", "config", "local"}) {
      ServerException refused =
          assertThrows(ServerException.class, () -> run(database, images), database);
      assertEquals(72, refused.code().number(), database);
    }
    run("{create: 'v', viewOn: 'd', changeStreamPreAndPostImages: {enabled: false}}");
    run("{create: 'c', changeStreamPreAndPostImages: {enabled: true}}");
  }

  @Test
  void levelsAndActionsOfValidationAreOfThoseThatThereAre() {
    assertEquals(2, create("validationLevel: 'some'"));
    assertEquals(2, create("validationAction: 'shrug'"));
    run("{create: 'c', validationLevel: 'moderate', validationAction: 'errorAndLog'}");
  }

  @Test
  void serverStatusTellsAllOrOnlyWhatIsNamed() {
    BsonDocument some = run("{serverStatus: 1, none: 1, network: 1}");
    assertTrue(some.containsKey("network") && some.containsKey("uptime"), some.toJson());
    assertFalse(some.containsKey("opcounters"), some.toJson());
    BsonDocument all = run("{serverStatus: 1, all: 1, network: 0}");
    assertTrue(all.containsKey("mirroredReads") && all.containsKey("metrics"), all.toJson());
    assertFalse(all.containsKey("network"), all.toJson());
    assertFalse(run("{serverStatus: 1}").containsKey("mirroredReads"));
    assertEquals(72, failure("{serverStatus: 1, all: 1, none: 1}"));
  }

  @Test
  void aPrimaryIsNotChosenByTagsOrStaleness() {
    String find = "{find: 'c', $readPreference: {mode: '%s', %s}}";
    assertEquals(2, failure(find.formatted("primary", "tags: [{dc: 'east'}]")));
    assertEquals(2, failure(find.formatted("primary", "maxStalenessSeconds: 90")));
    run(find.formatted("primary", "tags: [{}]"));
    run(find.formatted("secondaryPreferred", "tags: [{dc: 'east'}], maxStalenessSeconds: 90"));
  }

  private int create(String options) {
    return failure("{create: 'c', " + options + "}");
  }
}

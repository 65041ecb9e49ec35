package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** Parameters that all members of a cluster share. */
final class ClusterParametersTest extends EngineFixture {
  @Test
  void whatIsSetIsAnsweredAndKept() {
    assertEquals(new BsonInt64(3600), value("changeStreams").get("expireAfterSeconds"));
    admin("{setClusterParameter: {changeStreams: {expireAfterSeconds: 7.9}}}");
    assertEquals(new BsonInt64(7), value("changeStreams").get("expireAfterSeconds"));
    BsonDocument stored =
        run("config", BsonDocument.parse("{find: 'clusterParameters', filter: {}}"))
            .getDocument("cursor")
            .getArray("firstBatch")
            .get(0)
            .asDocument();
    assertEquals(new BsonString("changeStreams"), stored.get("_id"));
    assertEquals(value("changeStreams"), stored);
  }

  @Test
  void fieldsThatAreLeftOutAreTheDefault() {
    admin(
        "{setClusterParameter: {changeStreamOptions: {preAndPostImages: {expireAfterSeconds:"
            + " 5}}}}");
    admin("{setClusterParameter: {changeStreamOptions: {}}}");
    assertEquals(
        BsonDocument.parse("{expireAfterSeconds: 'off'}"),
        value("changeStreamOptions").getDocument("preAndPostImages"));
  }

  @Test
  void whatIsNoValueIsRefused() {
    assertEquals(4, refusal("{noSuchParameter: {}}"));
    assertEquals(4, refusal("{}"));
    assertEquals(2, refusal("{changeStreams: 1}"));
    assertEquals(2, refusal("{changeStreams: {expireAfterSeconds: 0}}"));
    assertEquals(14, refusal("{changeStreams: {expireAfterSeconds: 'x'}}"));
    assertEquals(40415, refusal("{changeStreams: {more: 1}}"));
    assertEquals(2, refusal("{changeStreamOptions: {preAndPostImages: 1}}"));
    assertEquals(
        2, refusal("{changeStreamOptions: {preAndPostImages: {expireAfterSeconds: 'on'}}}"));
    assertEquals(14, refusal("{pauseMigrationsDuringMultiUpdates: {enabled: 1}}"));
    assertEquals(2, refusal("{defaultMaxTimeMS: {readOperations: -1}}"));
  }

  private BsonDocument value(String name) {
    return admin("{getClusterParameter: '" + name + "'}")
        .getArray("clusterParameters")
        .get(0)
        .asDocument();
  }

  private int refusal(String value) {
    return assertThrows(
            ServerException.class, () -> admin("{setClusterParameter: " + value + "}"), value)
        .code()
        .number();
  }
}

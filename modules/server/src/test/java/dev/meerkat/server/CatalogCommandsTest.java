package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

/** Commands on collections as a client uses them. */
final class CatalogCommandsTest extends ServedTest {
  private int code(String command) throws IOException {
    return reply(command).getInt32("code").getValue();
  }

  private List<Integer> ids(String collection) throws IOException {
    BsonArray batch =
        reply("{find: '" + collection + "'}").getDocument("cursor").getArray("firstBatch");
    return batch.stream()
        .map(document -> document.asDocument().getInt32("_id").getValue())
        .toList();
  }

  private String options(String collection) throws IOException {
    return reply("{listCollections: 1, filter: {name: '" + collection + "'}}")
        .getDocument("cursor")
        .getArray("firstBatch")
        .getFirst()
        .asDocument()
        .getDocument("options")
        .toJson();
  }

  @Test
  void convertToCappedKeepsTheNewestDocumentsThatFit() throws IOException {
    String filler = "x".repeat(100);
    for (int id = 1; id <= 20; id++) {
      reply("{insert: 'c', documents: [{_id: " + id + ", f: '" + filler + "'}]}");
    }
    reply("{createIndexes: 'c', indexes: [{key: {f: 1}, name: 'f_1'}]}");
    BsonDocument converted = reply("{convertToCapped: 'c', size: 512}");
    assertEquals(1.0, converted.getDouble("ok").getValue(), converted.toJson());
    List<Integer> left = ids("c");
    assertEquals(20, left.getLast());
    assertTrue(left.size() >= 2 && left.size() <= 4, left.toString());
    assertTrue(options("c").contains("\"capped\": true"), options("c"));
    assertEquals(
        1, reply("{listIndexes: 'c'}").getDocument("cursor").getArray("firstBatch").size());
    reply("{insert: 'c', documents: [{_id: 21, f: '" + filler + "'}]}");
    assertEquals(21, ids("c").getLast());
    assertTrue(ids("c").size() <= 4);
  }

  @Test
  void whatAnAggregationAnswersOfAViewIsOkAsAnInt32() throws IOException {
    reply("{insert: 'c', documents: [{_id: 1, a: 1}]}");
    reply("{create: 'v', viewOn: 'c'}");
    reply("{create: 't', timeseries: {timeField: 'at'}}");
    for (String command : List.of("{count: '%s'}", "{distinct: '%s', key: 'a'}")) {
      assertEquals(new BsonInt32(1), reply(command.formatted("v")).get("ok"), command);
      assertEquals(new BsonInt32(1), reply(command.formatted("t")).get("ok"), command);
      assertEquals(new BsonDouble(1), reply(command.formatted("c")).get("ok"), command);
    }
  }

  @Test
  void theViewsOfADatabaseAreReadAsDocuments() throws IOException {
    reply("{insert: 'c', documents: [{_id: 1, a: 1}]}");
    assertEquals(0, reply("{count: 'system.views'}").getInt32("n").getValue());
    assertEquals(1, names().size());
    reply("{create: 'v', viewOn: 'c', pipeline: [{$match: {a: 1}}]}");
    assertEquals(
        BsonDocument.parse("{_id: 'test.v', viewOn: 'c', pipeline: [{$match: {a: 1}}]}"),
        first("{find: 'system.views', filter: {viewOn: 'c'}}"));
    assertEquals(
        BsonDocument.parse("{_id: 'test.v', stages: 1}"),
        first(
            "{aggregate: 'system.views', cursor: {}, pipeline: [{$project: {stages: {$size:"
                + " '$pipeline'}}}]}"));
    assertEquals(1, reply("{count: 'system.views'}").getInt32("n").getValue());
    assertEquals(
        BsonArray.parse("['c']"), reply("{distinct: 'system.views', key: 'viewOn'}").get("values"));
    assertEquals(List.of("c", "system.views", "v"), names());
    reply("{drop: 'v'}");
    assertEquals(List.of("c"), names());
  }

  private BsonDocument first(String command) throws IOException {
    return reply(command).getDocument("cursor").getArray("firstBatch").getFirst().asDocument();
  }

  private List<String> names() throws IOException {
    return reply("{listCollections: 1, nameOnly: true}")
        .getDocument("cursor")
        .getArray("firstBatch")
        .stream()
        .map(each -> each.asDocument().getString("name").getValue())
        .toList();
  }

  @Test
  void convertToCappedRefusesWhatItCannotConvert() throws IOException {
    reply("{create: 'v', viewOn: 'c'}");
    assertEquals(26, code("{convertToCapped: 'absent', size: 512}"));
    assertEquals(166, code("{convertToCapped: 'v', size: 512}"));
    assertEquals(72, code("{convertToCapped: 'absent', size: 0}"));
    assertEquals(2, code("{convertToCapped: 'absent', size: Infinity}"));
  }

  @Test
  void cloneCollectionAsCappedMakesACopy() throws IOException {
    reply("{insert: 'c', documents: [{_id: 2}, {_id: 1}]}");
    BsonDocument cloned = reply("{cloneCollectionAsCapped: 'c', toCollection: 'd', size: 4096}");
    assertEquals(1.0, cloned.getDouble("ok").getValue(), cloned.toJson());
    assertEquals(List.of(2, 1), ids("d"));
    assertEquals(List.of(2, 1), ids("c"));
    assertEquals(48, code("{cloneCollectionAsCapped: 'c', toCollection: 'd', size: 4096}"));
    assertEquals(26, code("{cloneCollectionAsCapped: 'no', toCollection: 'e', size: 4096}"));
  }

  @Test
  void validateDbMetadataNamesWhatIsOutsideOfTheStableApi() throws IOException {
    reply("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a_1', sparse: true}]}");
    reply("{create: 'v', viewOn: 'c', pipeline: [{$collStats: {storageStats: {}}}]}");
    BsonDocument strict =
        reply("{validateDBMetadata: 1, apiParameters: {version: '1', strict: true}, db: 'test'}");
    BsonArray errors = strict.getArray("apiVersionErrors");
    assertEquals(
        "The index with name a_1 is not allowed in API version 1.",
        errors.getFirst().asDocument().getString("errmsg").getValue(),
        strict.toJson());
    assertEquals("test.v", errors.getLast().asDocument().getString("ns").getValue());
    assertEquals(2, errors.size(), strict.toJson());
    BsonDocument lenient =
        reply("{validateDBMetadata: 1, apiParameters: {version: '1'}, db: 'test'}");
    assertTrue(lenient.getArray("apiVersionErrors").isEmpty(), lenient.toJson());
  }
}

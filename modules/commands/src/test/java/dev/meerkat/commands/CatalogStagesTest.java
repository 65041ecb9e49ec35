package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.Namespace;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** {@code $listClusterCatalog} and {@code $collStats}. */
final class CatalogStagesTest extends EngineFixture {
  @Test
  void theCatalogListsCollectionsAndViews() {
    run("{create: 'c'}");
    run("{create: 'v', viewOn: 'c', pipeline: []}");
    BsonArray listed =
        documents("{aggregate: 1, pipeline: [{$listClusterCatalog: {}}], cursor: {}}");
    BsonDocument collection = named(listed, "c");
    assertEquals(new BsonString("collection"), collection.get("type"));
    assertTrue(collection.containsKey("idIndex"));
    assertEquals(false, collection.getBoolean("sharded").getValue());
    assertEquals(new BsonString("view"), named(listed, "v").get("type"));
    BsonArray withShards =
        documents("{aggregate: 1, pipeline: [{$listClusterCatalog: {shards: true}}], cursor: {}}");
    assertTrue(named(withShards, "c").isArray("shards"));
  }

  @Test
  void theCatalogIsToldAsItIsStored() {
    run("{create: 'c'}");
    run("{create: 'v', viewOn: 'c', pipeline: [{$match: {a: 1}}]}");
    run("{create: 'ts', timeseries: {timeField: 't'}}");
    run("{createIndexes: 'c', indexes: [{key: {a: 1, 'b.x': -1}, name: 'ab'}]}");
    run("{insert: 'c', documents: [{a: 1, b: [{x: 1}, {x: 2}]}]}");
    BsonArray own = documents("{aggregate: 'c', pipeline: [{$listCatalog: {}}], cursor: {}}");
    assertEquals(1, own.size());
    BsonDocument collection = named(own, "c");
    assertEquals(
        List.of("db", "name", "type", "md", "idxIdent", "ns", "ident"),
        List.copyOf(collection.keySet()));
    BsonDocument index = collection.getDocument("md").getArray("indexes").getLast().asDocument();
    assertEquals("ab", index.getDocument("spec").getString("name").getValue());
    assertEquals(true, index.getBoolean("multikey").getValue());
    assertArrayEquals(
        new byte[] {1, 0}, index.getDocument("multikeyPaths").getBinary("b.x").getData());
    assertArrayEquals(new byte[] {0}, index.getDocument("multikeyPaths").getBinary("a").getData());
    assertTrue(collection.getDocument("idxIdent").containsKey("ab"));
    BsonArray all = adminDocuments("{aggregate: 1, pipeline: [{$listCatalog: {}}], cursor: {}}");
    assertEquals(collection, named(all, "c"));
    BsonDocument view = named(all, "v");
    assertEquals("view", view.getString("type").getValue());
    assertEquals("c", view.getString("viewOn").getValue());
    BsonDocument timeseries = named(all, "ts");
    assertEquals("timeseries", timeseries.getString("type").getValue());
    assertEquals("system.buckets.ts", timeseries.getString("viewOn").getValue());
    assertEquals("collection", named(all, "system.views").getString("type").getValue());
    String stage = "{aggregate: %s, pipeline: [{$listCatalog: %s}], cursor: {}}";
    assertEquals(40602, failure(stage.formatted("'v'", "{}")));
    assertEquals(73, failure(stage.formatted("1", "{}")));
    assertEquals(6200600, failure(stage.formatted("'c'", "{a: 1}")));
    assertEquals(6200600, failure(stage.formatted("'c'", "1")));
    assertEquals(
        new BsonArray(),
        documents("{aggregate: 'no', pipeline: [{$listCatalog: {}}], cursor: {}}"));
  }

  @Test
  void collectionsAreListedAsForServers() {
    run("{create: 'c'}");
    String stage = "{aggregate: %s, pipeline: [{$_internalListCollections: %s}], cursor: {}}";
    BsonDocument collection = named(documents(stage.formatted("1", "{}")), "c");
    assertEquals(new BsonString("collection"), collection.get("type"));
    assertFalse(collection.containsKey("sharded"));
    assertEquals(9525805, failure(stage.formatted("1", "{a: 1}")));
    assertEquals(9525806, failure(stage.formatted("'c'", "{}")));
  }

  private static BsonDocument named(BsonArray listed, String collection) {
    return listed.stream()
        .map(document -> document.asDocument())
        .filter(
            document ->
                Namespace.parse(document.getString("ns").getValue())
                    .collection()
                    .equals(collection))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsAskedIsChecked() {
    assertEquals(
        9621302, failure("{aggregate: 1, pipeline: [{$listClusterCatalog: 1}], cursor: {}}"));
    assertEquals(
        9621301, failure("{aggregate: 'c', pipeline: [{$listClusterCatalog: {}}], cursor: {}}"));
    assertEquals(
        14,
        failure("{aggregate: 1, pipeline: [{$listClusterCatalog: {shards: null}}], cursor: {}}"));
    assertEquals(
        40415, failure("{aggregate: 1, pipeline: [{$listClusterCatalog: {x: true}}], cursor: {}}"));
    assertEquals(
        73,
        failure("{aggregate: 1, pipeline: [{$match: {}}, {$listClusterCatalog: {}}], cursor: {}}"));
  }

  @Test
  void stagesOfShardedClustersAnswerAsAReplicaSetDoes() {
    String sampled = ", pipeline: [{$listSampledQueries: ";
    assertEquals(new BsonArray(), adminDocuments("{aggregate: 1" + sampled + "{}}], cursor: {}}"));
    run(
        "config",
        BsonDocument.parse(
            "{insert: 'sampledQueries', documents: [{_id: 1, ns: 'a.b'}, {_id: 2, ns: 'a.c'}]}"));
    assertEquals(
        BsonArray.parse("[{_id: 2, ns: 'a.c'}]"),
        adminDocuments("{aggregate: 1" + sampled + "{namespace: 'a.c'}}], cursor: {}}"));
    assertEquals(6876000, failure("{aggregate: 1" + sampled + "1}], cursor: {}}"));
    assertEquals(73, failure("{aggregate: 1" + sampled + "{}}], cursor: {}}"));
    assertEquals(
        6789101, failure("{aggregate: 1, pipeline: [{$shardedDataDistribution: {}}], cursor: {}}"));
    assertEquals(
        6789100,
        failure("{aggregate: 1, pipeline: [{$shardedDataDistribution: {a: 1}}], cursor: {}}"));
  }

  private BsonArray adminDocuments(String command) {
    return admin(command).getDocument("cursor").getArray("firstBatch");
  }

  @Test
  void statisticsAreOfTheNamespaceThatIsNamed() {
    run("{create: 'c'}");
    run("{create: 'v', viewOn: 'c', pipeline: []}");
    run("{find: 'c', filter: {a: 1}}");
    BsonDocument scans =
        documents("{aggregate: 'c', pipeline: [{$collStats: {queryExecStats: {}}}], cursor: {}}")
            .getFirst()
            .asDocument()
            .getDocument("queryExecStats")
            .getDocument("collectionScans");
    assertEquals(
        BsonDocument.parse("{total: {$numberLong: '1'}, nonTailable: {$numberLong: '1'}}"), scans);
    for (String what : List.of("storageStats", "count", "queryExecStats")) {
      String stage = "pipeline: [{$collStats: {" + what + ": {}}}], cursor: {}}";
      assertEquals(166, failure("{aggregate: 'v', " + stage), what);
      assertEquals(26, failure("{aggregate: 'nothing', " + stage), what);
    }
    for (String what : List.of("count", "queryExecStats")) {
      String stage = "pipeline: [{$collStats: {" + what + ": {a: 1}}}], cursor: {}}";
      assertEquals(31170, failure("{aggregate: 'c', " + stage), what);
    }
    assertEquals(1, documents("{aggregate: 'v', pipeline: [{$collStats: {}}], cursor: {}}").size());
  }

  @Test
  void latenciesAreOfReadsWritesAndCommands() {
    run("{insert: 'c', documents: [{_id: 1}]}");
    run("{find: 'c'}");
    run("{find: 'c'}");
    run("{collMod: 'c', validationLevel: 'off'}");
    BsonDocument before = latencies("c", "{}");
    assertEquals(2, operations(before, "reads"));
    // The insert made the collection that it is counted for.
    assertEquals(1, operations(before, "writes"));
    assertEquals(1, operations(before, "commands"));
    assertEquals(0, operations(before, "transactions"));
    assertTrue(before.getDocument("reads").getInt64("latency").getValue() > 0);
    assertTrue(!before.getDocument("reads").containsKey("histogram"));
    // The question itself was a read.
    BsonDocument after = latencies("c", "{histograms: true}").getDocument("reads");
    long counted =
        after.getArray("histogram").stream()
            .mapToLong(each -> each.asDocument().getInt64("count").getValue())
            .sum();
    assertEquals(3, counted);
    assertEquals(0, operations(latencies("nothing", "{}"), "reads"));
    run("{create: 'v', viewOn: 'c', pipeline: []}");
    assertEquals(0, operations(latencies("v", "{}"), "writes"));
    assertEquals(
        14,
        failure(
            "{aggregate: 'c', pipeline: [{$collStats: {latencyStats: {histograms: 'x'}}}],"
                + " cursor: {}}"));
  }

  private BsonDocument latencies(String collection, String options) {
    String stage = "{$collStats: {latencyStats: " + options + "}}";
    return documents("{aggregate: '" + collection + "', pipeline: [" + stage + "], cursor: {}}")
        .getFirst()
        .asDocument()
        .getDocument("latencyStats");
  }

  private static long operations(BsonDocument latencies, String kind) {
    return latencies.getDocument(kind).getInt64("ops").getValue();
  }

  @Test
  void aScaleIsAPositiveNumber() {
    run("{create: 'c'}");
    assertEquals(2, scaleFactor("{$numberDecimal: '1.5'}"));
    assertEquals(1, scaleFactor("1.5"));
    assertEquals(1, scaleFactor("null"));
    assertEquals(Integer.MAX_VALUE, scaleFactor("1e18"));
    assertEquals(2, failure(collStats("0.5")));
    assertEquals(2, failure(collStats("{$numberDouble: 'NaN'}")));
    assertEquals(14, failure(collStats("'1'")));
  }

  private static String collStats(String scale) {
    return "{aggregate: 'c', pipeline: [{$collStats: {storageStats: {scale: "
        + scale
        + "}}}], cursor: {}}";
  }

  private int scaleFactor(String scale) {
    BsonDocument stats = documents(collStats(scale)).getFirst().asDocument();
    return stats.getDocument("storageStats").getInt32("scaleFactor").getValue();
  }

  private BsonArray documents(String command) {
    return run(command).getDocument("cursor").getArray("firstBatch");
  }
}

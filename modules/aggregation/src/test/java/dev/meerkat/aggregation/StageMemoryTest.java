package dev.meerkat.aggregation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ServerException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** What stages answer that may not use the disk, or cannot. */
final class StageMemoryTest {
  private static final int LIMIT_BYTES = 2_000;

  @Test
  void withoutDiskStagesAreRefused() {
    assertEquals(292, refusal("{$sort: {text: 1}}", false));
    assertEquals(292, refusal("{$group: {_id: '$_id'}}", false));
    assertEquals(292, refusal("{$bucketAuto: {groupBy: '$_id', buckets: 2}}", false));
    assertEquals(292, refusal("{$sample: {size: 90}}", false));
    String output = "output: {n: {$count: {}}}";
    assertEquals(292, refusal("{$setWindowFields: {sortBy: {_id: 1}, " + output + "}}", false));
    assertEquals(5643011, refusal("{$setWindowFields: {" + output + "}}", false));
  }

  @Test
  void whatAWindowFunctionKeepsIsNotSpilled() {
    String stage = "{$setWindowFields: {sortBy: {_id: 1}, output: {all: {$push: '$text'}}}}";
    assertEquals(5414201, refusal(stage, true));
  }

  @Test
  void aFacetNeedsNoPermission() {
    MemorySpills spills = new MemorySpills(LIMIT_BYTES);
    BsonArray results =
        Pipelines.run(
            Pipelines.parse(array("{$facet: {n: [{$count: 'n'}]}}")), documents(), spills, false);
    assertEquals(BsonDocument.parse("{n: [{n: 100}]}"), results.getFirst());
    assertEquals(1, spills.begun());
    assertEquals(0, spills.open());
  }

  private static int refusal(String stage, boolean allowDiskUse) {
    MemorySpills spills = new MemorySpills(LIMIT_BYTES);
    ServerException refused =
        assertThrows(
            ServerException.class,
            () -> Pipelines.run(Pipelines.parse(array(stage)), documents(), spills, allowDiskUse));
    assertEquals(0, spills.open());
    return refused.code().number();
  }

  private static BsonArray documents() {
    BsonArray documents = new BsonArray();
    for (int i = 0; i < 100; i++) {
      documents.add(
          new BsonDocument("_id", new BsonInt32(i)).append("text", new BsonString("some text")));
    }
    return documents;
  }

  private static BsonArray array(String stage) {
    return BsonDocument.parse("{v: [" + stage + "]}").getArray("v");
  }
}

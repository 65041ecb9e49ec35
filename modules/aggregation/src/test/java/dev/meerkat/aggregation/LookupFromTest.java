package dev.meerkat.aggregation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which collections of other databases may be joined. */
final class LookupFromTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          {db: "config", coll: "collections"} => 0
          {db: "config", coll: "chunks"} => 0
          {db: "config", coll: "cache.chunks.test.c"} => 0
          {db: "local", coll: "oplog.rs"} => 0
          {db: "local", coll: "other"} => 9
          {db: "config", coll: "other"} => 9
          {db: "test", coll: "c"} => 9
          {db: "test"} => 9
          {} => 9
          {db: 1, coll: "c"} => 14
          {db: "test", coll: 1} => 14
          {db: "local", coll: "oplog.rs", more: 1} => 40415
          """)
  void onlyThoseThatTheServerKeeps(String from, int code) {
    assertEquals(
        code, code("{$lookup: {from: " + from + ", localField: 'a', foreignField: 'a', as: 'j'}}"));
    assertEquals(
        code,
        code(
            "{$graphLookup: {from: "
                + from
                + ", startWith: '$a', connectFromField: 'a', connectToField: 'a', as: 'j'}}"));
  }

  private static int code(String stage) {
    try {
      var _ = Pipelines.parse(BsonDocument.parse("{v: [" + stage + "]}").getArray("v"));
      return 0;
    } catch (ServerException e) {
      return e.code().number();
    }
  }
}

package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bson.BsonArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code $meta: "indexKey"}: the index key that a document was found by, where it was by one. */
final class IndexKeyMetadataTest extends EngineFixture {
  private static final String KEY = "{$project: {k: {$meta: 'indexKey'}}}";

  @BeforeEach
  void fill() {
    run(
        "{insert: 'c', documents: [{_id: 1, a: 10, b: 'x', t: [1, 2]}, {_id: 2, a: 30, b: 'y', t:"
            + " [3]}, {_id: 3, b: 'y'}]}");
    run(
        "{createIndexes: 'c', indexes: [{key: {a: 1, b: -1}, name: 'ab', sparse: true}, {key: {t:"
            + " 1}, name: 't'}, {key: {b: 'hashed'}, name: 'h'}]}");
  }

  private BsonArray aggregated(String stages) {
    return run("{aggregate: 'c', cursor: {}, pipeline: [" + stages + "]}")
        .getDocument("cursor")
        .getArray("firstBatch");
  }

  @Test
  void documentsComeWithTheKeysTheyWereFoundBy() {
    assertEquals(
        BsonArray.parse("[{_id: 1, k: {a: 10, b: 'x'}}, {_id: 2, k: {a: 30, b: 'y'}}]"),
        aggregated("{$match: {a: {$gt: 0}}}, " + KEY));
    assertEquals(BsonArray.parse("[{_id: 1, k: {t: 2}}]"), aggregated("{$match: {t: 2}}, " + KEY));
    assertEquals(
        BsonArray.parse("[{_id: 2, k: {_id: 2}}]"), aggregated("{$match: {_id: 2}}, " + KEY));
    assertTrue(
        aggregated("{$match: {b: 'x'}}, {$addFields: {k: {$meta: 'indexKey'}}}")
            .get(0)
            .asDocument()
            .getDocument("k")
            .isInt64("b"));
  }

  @Test
  void theyKeepThemThroughStagesAndSorts() {
    assertEquals(
        BsonArray.parse("[{_id: 2, k: {a: 30, b: 'y'}}, {_id: 1, k: {a: 10, b: 'x'}}]"),
        aggregated("{$match: {a: {$gt: 0}}}, {$sort: {z: 1, _id: -1}}, {$unset: 'a'}, " + KEY));
    assertEquals(
        BsonArray.parse("[{_id: 1, k: {a: 10, b: 'x'}}]"),
        run("{find: 'c', filter: {a: 10}, projection: {_id: 1, k: {$meta: 'indexKey'}}}")
            .getDocument("cursor")
            .getArray("firstBatch"));
    assertEquals(
        BsonArray.parse("[{_id: 3, f: [{_id: 2, k: {t: 3}}]}]"),
        aggregated(
            "{$match: {_id: 3}}, {$lookup: {from: 'c', as: 'f', pipeline: [{$match: {t: 3}}, "
                + KEY
                + "]}}, {$project: {f: 1}}"));
  }

  @Test
  void whatNoIndexHasFoundHasNone() {
    assertEquals(BsonArray.parse("[{_id: 1}, {_id: 2}, {_id: 3}]"), aggregated(KEY));
    assertEquals(
        BsonArray.parse("[{_id: 'x'}, {_id: 'y'}]"),
        aggregated("{$match: {a: {$gt: 0}}}, {$group: {_id: '$b'}}, {$sort: {_id: 1}}, " + KEY));
  }
}

package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands whose time is up end, wherever they are. */
final class MaxTimeTest extends EngineFixture {
  private static final int DOCUMENTS = 50_000;

  @BeforeEach
  void insertMany() {
    for (int i = 0; i < DOCUMENTS; i += 1_000) {
      BsonArray documents = new BsonArray();
      for (int id = i; id < i + 1_000; id++) {
        documents.add(new BsonDocument("_id", new BsonInt32(id)).append("a", new BsonInt32(id)));
      }
      run("test", new BsonDocument("insert", new BsonString("c")).append("documents", documents));
    }
  }

  @Test
  void readsEndThatFindNothing() {
    time.step(1_000_000_000);
    assertEquals(50, failure("{find: 'c', filter: {a: -1}, maxTimeMS: 1}"));
    assertEquals(50, failure("{find: 'c', filter: {a: {$gte: 0}}, sort: {a: 1}, maxTimeMS: 1}"));
    assertEquals(50, failure("{count: 'c', query: {a: -1}, maxTimeMS: 1}"));
    assertEquals(50, failure("{distinct: 'c', key: 'a', maxTimeMS: 1}"));
    assertEquals(
        50,
        failure(
            "{update: 'c', updates: [{q: {a: -1}, u: {$set: {b: 1}}, multi: true}], maxTimeMS:"
                + " 1}"));
    assertEquals(50, failure("{delete: 'c', deletes: [{q: {a: -1}, limit: 0}], maxTimeMS: 1}"));
    assertEquals(50, failure("{findAndModify: 'c', query: {a: -1}, remove: true, maxTimeMS: 1}"));
  }

  @Test
  void everyStageOfAnAggregationEnds() {
    time.step(1_000_000_000);
    for (String stages :
        new String[] {
          "{$limit: 1}, {$graphLookup: {from: 'c', startWith: '$a', connectFromField: 'a',"
              + " connectToField: 'b', as: 'x'}}",
          "{$merge: 'd'}",
          "{$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}]}}}}",
          "{$scoreFusion: {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization:"
              + " 'none'}}}",
          "{$match: {$expr: {$lt: ['$a', 0]}}}",
          "{$group: {_id: '$a'}}",
          "{$project: {b: {$add: ['$a', 1]}}}, {$match: {b: -1}}",
          "{$addFields: {b: '$a'}}, {$sort: {b: 1}}",
          "{$unwind: '$a'}, {$count: 'n'}",
          "{$facet: {x: [{$group: {_id: '$a'}}]}}",
          "{$bucketAuto: {groupBy: '$a', buckets: 3}}",
          "{$sample: {size: 5}}, {$sort: {a: 1}}",
          "{$skip: 49999}",
          "{$sortByCount: '$a'}",
          "{$out: 'd'}",
          "{$limit: 1}, {$lookup: {from: 'c', pipeline: [{$match: {a: -1}}], as: 'x'}}",
          "{$limit: 1}, {$unionWith: {coll: 'c', pipeline: [{$match: {a: -1}}]}}, {$match: {a: -1}}"
        }) {
      assertEquals(
          50,
          failure("{aggregate: 'c', pipeline: [" + stages + "], cursor: {}, maxTimeMS: 1}"),
          stages);
    }
  }

  @Test
  void laterBatchesHaveTheTimeThatTheFirstHasLeft() {
    BsonDocument reply = run("{find: 'c', filter: {a: {$lt: 5}}, batchSize: 2, maxTimeMS: 1000}");
    long id = reply.getDocument("cursor").getInt64("id").getValue();
    // Time that passes between two batches is the client's own.
    time.step(2_000_000_000L);
    time.nanos();
    time.step(1_000);
    BsonDocument more =
        run("{getMore: {$numberLong: '" + id + "'}, collection: 'c', batchSize: 1}");
    assertEquals(1, more.getDocument("cursor").getArray("nextBatch").size());
    time.step(1_000_000_000);
    assertEquals(50, failure("{getMore: {$numberLong: '" + id + "'}, collection: 'c'}"));
    assertEquals(43, failure("{getMore: {$numberLong: '" + id + "'}, collection: 'c'}"));
  }
}

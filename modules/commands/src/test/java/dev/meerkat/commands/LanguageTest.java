package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a command decides what the language in it means. */
final class LanguageTest extends EngineFixture {
  @BeforeEach
  void insertTwo() {
    run("{insert: 'c', documents: [{_id: 1, a: 0, l: [1, 2, 3, 4, 5]}, {_id: 2, a: 1}]}");
  }

  @Test
  void someCommandsHaveNoClock() {
    String filter = "{$expr: {$lt: ['$a', '$$NOW']}}";
    assertEquals(51144, failure("{count: 'c', query: " + filter + "}"));
    assertEquals(51144, failure("{distinct: 'c', key: 'a', query: " + filter + "}"));
    assertEquals(51144, failure("{listCollections: 1, filter: " + filter + "}"));
    run("{find: 'c', filter: " + filter + "}");
  }

  @Test
  void variablesOfWhatIsNotThereAreAsOnAServerWithoutIt() {
    String project = "{$project: {r: '$$USER_ROLES', n: '$$USER_ROLES.role', m: '$$SEARCH_META'}}";
    BsonDocument found =
        run("{aggregate: 'c', cursor: {}, pipeline: [{$match: {_id: 1}}, " + project + "]}");
    assertEquals(
        BsonDocument.parse("{_id: 1, r: [], n: []}"),
        found.getDocument("cursor").getArray("firstBatch").get(0));
    for (String name : List.of("$$JS_SCOPE", "$$IS_MR", "$$JS_SCOPE.a")) {
      String set = "pipeline: [{$addFields: {x: '" + name + "'}}], cursor: {}}";
      assertEquals(51144, failure("{aggregate: 'c', " + set));
      run("{aggregate: 'none', " + set);
    }
  }

  @Test
  void allStatementsOfOneUpdateSeeOneInstant() {
    run(
        "{update: 'c', updates: [{q: {_id: 1}, u: [{$set: {t: '$$CLUSTER_TIME'}}]},"
            + " {q: {_id: 2}, u: [{$set: {t: '$$CLUSTER_TIME'}}]}]}");
    assertEquals(1, run("{distinct: 'c', key: 't'}").getArray("values").size());
  }

  @Test
  void divisionsByZeroHaveAnotherCodeInAGroupThatThePlanTakesOver() {
    String group = "{$group: {_id: null, r: {$sum: {$divide: [1, '$a']}}}}";
    assertEquals(4848401, failure("{aggregate: 'c', cursor: {}, pipeline: [" + group + "]}"));
    assertEquals(
        2, failure("{aggregate: 'c', cursor: {}, pipeline: [{$unwind: '$a'}, " + group + "]}"));
    assertEquals(
        4848403,
        failure(
            "{aggregate: 'c', cursor: {}, pipeline: [{$sort: {_id: -1}},"
                + " {$group: {_id: null, r: {$first: {$mod: [1, '$a']}}}}]}"));
  }

  @Test
  void theLastConditionSaysWhichElementIsMeant() {
    assertEquals(5, element("{l: {$all: [3, 5]}}"));
    assertEquals(2, element("{l: {$gt: 1, $lt: 5}}"));
    assertEquals(2, element("{l: {$lt: 5, $gt: 1}}"));
  }

  private int element(String filter) {
    BsonDocument reply = run("{find: 'c', projection: {'l.$': 1}, filter: " + filter + "}");
    BsonDocument document = reply.getDocument("cursor").getArray("firstBatch").get(0).asDocument();
    BsonArray elements = document.getArray("l");
    assertEquals(1, elements.size());
    return elements.get(0).asInt32().getValue();
  }

  @Test
  void aSortOfOneDocumentIsNotLookedAt() {
    BsonDocument found =
        run("{findAndModify: 'c', query: {_id: 1}, sort: {a: 'x'}, update: {$set: {a: 9}}}");
    assertEquals(new BsonInt32(1), found.getDocument("value").get("_id"));
    assertEquals(
        15974, failure("{findAndModify: 'c', query: {a: 9}, sort: {a: 'x'}, remove: true}"));
  }

  @Test
  void variablesOfTheCommandReachThePipelineOfAMerge() {
    run("{insert: 'target', documents: [{_id: 1}]}");
    run(
        "{aggregate: 'c', cursor: {}, let: {v: 'seen'}, pipeline: [{$match: {_id: 1}},"
            + " {$merge: {into: 'target', whenMatched: [{$set: {m: '$$v'}}]}}]}");
    assertEquals(1, run("{distinct: 'target', key: 'm'}").getArray("values").size());
  }

  @Test
  void refusals() {
    assertEquals(31032, failure("{distinct: 'c', key: 'a\\u0000b'}"));
    assertEquals(27, failure("{find: 'c', filter: {$text: {$search: 'x'}}}"));
    assertEquals(4, failure("{find: 'c', filter: {$text: {}}}"));
    assertEquals(14, failure("{aggregate: 'c', cursor: {}, pipeline: null}"));
    assertEquals(
        224,
        failure(
            "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a',"
                + " partialFilterExpression: {$expr: {$eq: ['$a', 1]}}}]}"));
  }

  @Test
  void mapReduceIsReadAndRefusedWithoutJavaScript() {
    assertEquals(40414, failure("{mapReduce: 'c', map: 'f', reduce: 'g'}"));
    assertEquals(31264, failure("{mapReduce: 'c', map: 'f', reduce: 'g', out: {inline: 1}}"));
  }

  @Test
  void mergeFindsDocumentsByOtherFieldsThanTheirIds() {
    run("{createIndexes: 'u', indexes: [{key: {k: 1}, name: 'k', unique: true}]}");
    run("{insert: 'u', documents: [{_id: 9, k: 'a', v: 1}]}");
    run("{insert: 'src', documents: [{_id: 1, k: 'a', v: 2}, {_id: 2, k: 'b', v: 3}]}");
    run(
        "{aggregate: 'src', cursor: {}, pipeline: [{$project: {_id: 0}}, {$merge: {into: 'u', on:"
            + " 'k'}}]}");
    assertEquals(
        BsonDocument.parse("{_id: 9, k: 'a', v: 2}"),
        found("{find: 'u', filter: {k: 'a'}}").get(0));
    assertEquals(1, found("{find: 'u', filter: {k: 'b', v: 3}}").size());
    run(
        "{aggregate: 'src', cursor: {}, pipeline: [{$project: {_id: 0}}, {$set: {v: 5}}, {$merge:"
            + " {into: 'u', on: 'k', whenMatched: 'replace'}}]}");
    assertEquals(
        BsonDocument.parse("{_id: 9, k: 'a', v: 5}"),
        found("{find: 'u', filter: {k: 'a'}}").get(0));
  }

  @Test
  void mergeComparesByTheCollationInForce() {
    run(
        "{createIndexes: 'u', indexes: [{key: {k: 1}, name: 'k', unique: true, collation: {locale:"
            + " 'en', strength: 2}}]}");
    run("{insert: 'u', documents: [{_id: 9, k: 'A', v: 1}]}");
    run("{insert: 'src', documents: [{_id: 1, k: 'a', v: 2}]}");
    String merge =
        "{aggregate: 'src', cursor: {}, pipeline: [{$project: {_id: 0}}, {$merge: {into: 'u', on:"
            + " 'k'}}]";
    assertEquals(51183, failure(merge + "}"));
    run(merge + ", collation: {locale: 'en', strength: 2}}");
    assertEquals(
        List.of(BsonDocument.parse("{_id: 9, k: 'a', v: 2}")), List.copyOf(found("{find: 'u'}")));
  }

  @Test
  void aSuppliedDocumentIsNotTakenForAnUpsert() {
    String begin = "{update: 'c', updates: [{q: {}, u: [{$set: {a: 1}}], upsert: true, ";
    assertEquals(9, failure(begin + "upsertSupplied: true, c: {}}]}"));
    assertEquals(238, failure(begin + "upsertSupplied: true, c: {new: {a: 1}}}]}"));
  }

  private BsonArray found(String find) {
    return run(find).getDocument("cursor").getArray("firstBatch");
  }
}

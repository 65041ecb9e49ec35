package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** Text indexes and {@code $text}: specs, searches, scores and explain. */
final class TextIndexTest extends EngineFixture {
  private int refused(String spec) {
    return failure("{createIndexes: 'c', indexes: [" + spec + "]}");
  }

  private void create(String spec) {
    run("{createIndexes: 'c', indexes: [" + spec + "]}");
  }

  private BsonArray found(String find) {
    return run("{find: 'c', " + find + "}").getDocument("cursor").getArray("firstBatch");
  }

  private List<Integer> ids(String text) {
    List<Integer> ids = new ArrayList<>();
    for (BsonValue each : found("filter: {$text: " + text + "}, sort: {_id: 1}")) {
      ids.add(each.asDocument().getInt32("_id").getValue());
    }
    return ids;
  }

  private void coffee() {
    create("{key: {subject: 'text'}, name: 't'}");
    run(
        "{insert: 'c', documents: [{_id: 1, subject: 'coffee'}, {_id: 2, subject: 'Coffee"
            + " Shopping'}, {_id: 3, subject: 'Baking a cake'}, {_id: 4, subject: 'baking'}, {_id:"
            + " 5, subject: 'Caf\\u00e9 Con Leche'}, {_id: 6, subject: 'coffee and cream'}, {_id:"
            + " 7, n: 1}]}");
  }

  @Test
  void aSpecIsShownInItsForm() {
    create("{key: {a: 1, b: 'text', c: 'text', d: -1}, name: 't', weights: {c: 5, e: 2}}");
    BsonDocument spec =
        run("{listIndexes: 'c'}").getDocument("cursor").getArray("firstBatch").get(1).asDocument();
    assertEquals(
        BsonDocument.parse(
            "{v: 2, key: {a: 1, _fts: 'text', _ftsx: 1, d: -1}, name: 't', weights: {b: 1, c: 5, e:"
                + " 2}, default_language: 'english', language_override: 'language',"
                + " textIndexVersion: 3}"),
        spec);
    assertEquals(67, refused("{key: {b: 'text'}, name: 'other'}"));
  }

  @Test
  void specsThatMakeNoSenseAreRefused() {
    assertEquals(67, refused("{key: {a: 'text', b: 1, c: 'text'}, name: 't'}"));
    assertEquals(67, refused("{key: {a: 'text', b: 2}, name: 't'}"));
    assertEquals(67, refused("{key: {a: 'text'}, name: 't', weights: {a: 0}}"));
    assertEquals(67, refused("{key: {a: 'text'}, name: 't', weights: 'x'}"));
    assertEquals(14, refused("{key: {a: 'text'}, name: 't', weights: 5}"));
    assertEquals(67, refused("{key: {a: 'text'}, name: 't', default_language: 'klingon'}"));
    assertEquals(14, refused("{key: {a: 'text'}, name: 't', default_language: 5}"));
    assertEquals(67, refused("{key: {a: 'text'}, name: 't', language_override: '$x'}"));
    assertEquals(67, refused("{key: {a: 'text'}, name: 't', textIndexVersion: 4}"));
    assertEquals(67, refused("{key: {a: 'text'}, name: 't', collation: {locale: 'en'}}"));
    create("{key: {a: 'text'}, name: 't'}");
    assertEquals(85, refused("{key: {b: 'text'}, name: 't'}"));
    assertEquals(85, refused("{key: {b: 'text'}, name: 'u'}"));
    assertEquals(67, refused("{key: {a: 1, b: 'text'}, name: 'u'}"));
  }

  @Test
  void wordsAreFoundByTheirStemsWithoutCaseAndDiacritics() {
    coffee();
    assertEquals(List.of(1, 2, 6), ids("{$search: 'COFFEE'}"));
    assertEquals(List.of(3, 4), ids("{$search: 'bake'}"));
    assertEquals(List.of(5), ids("{$search: 'cafe'}"));
    assertEquals(List.of(), ids("{$search: 'the and'}"));
    assertEquals(List.of(2), ids("{$search: 'Coffee', $caseSensitive: true}"));
    assertEquals(List.of(), ids("{$search: 'cafe', $diacriticSensitive: true}"));
    assertEquals(List.of(1, 2, 3, 4, 6), ids("{$search: 'coffee baked'}"));
  }

  @Test
  void phrasesMustBeThereAndWhatIsNegatedMustNot() {
    coffee();
    assertEquals(List.of(2), ids("{$search: '\"coffee shop\"'}"));
    assertEquals(List.of(1, 6), ids("{$search: 'coffee -shopping'}"));
    assertEquals(List.of(1, 2), ids("{$search: 'coffee -\"and cream\"'}"));
    assertEquals(List.of(), ids("{$search: '-coffee'}"));
  }

  @Test
  void scoresAreMongosAndCanBeSortedBy() {
    coffee();
    String score = "{score: {$meta: 'textScore'}}";
    BsonArray best =
        found("filter: {$text: {$search: 'coffee'}}, projection: " + score + ", sort: " + score);
    assertEquals(BsonDocument.parse("{_id: 1, subject: 'coffee', score: 1.0}"), best.get(0));
    assertEquals(0.75, best.get(1).asDocument().getDouble("score").getValue());
    BsonDocument aggregated =
        run(
            "{aggregate: 'c', cursor: {}, pipeline: [{$match: {$text: {$search: 'coffee'}}},"
                + " {$sort: {s: {$meta: 'textScore'}}}, {$project: {s: {$meta: 'textScore'}}},"
                + " {$limit: 1}]}");
    assertEquals(
        BsonDocument.parse("{_id: 1, s: 1.0}"),
        aggregated.getDocument("cursor").getArray("firstBatch").get(0));
    assertEquals(40218, failure("{find: 'c', sort: {s: {$meta: 'textScore'}}}"));
  }

  @Test
  void aSearchIsAScoreToFuse() {
    coffee();
    assertEquals(
        BsonArray.parse("[{_id: 1, s: 1.0}, {_id: 2, s: 0.75}, {_id: 6, s: 0.75}]"),
        batch(
            "c",
            "{$scoreFusion: {input: {normalization: 'none', pipelines: {words: [{$match: {$text:"
                + " {$search: 'coffee'}}}]}}}}, {$project: {s: {$meta: 'score'}}}"));
  }

  @Test
  void weightsAndLanguagesOfTheDocumentCount() {
    create("{key: {'$**': 'text'}, name: 't', weights: {title: 10}}");
    run(
        "{insert: 'c', documents: [{_id: 1, title: 'dog', body: 'cat'}, {_id: 2, body: ['dog', {x:"
            + " 'cat'}]}, {_id: 3, language: 'spanish', body: 'perros'}]}");
    assertEquals(List.of(1, 2), ids("{$search: 'cat'}"));
    assertEquals(
        11.0,
        found(
                "filter: {$text: {$search: 'dog'}}, projection: {s: {$meta: 'textScore'}}, sort:"
                    + " {_id: 1}")
            .get(0)
            .asDocument()
            .getDouble("s")
            .getValue());
    assertEquals(List.of(3), ids("{$search: 'perro', $language: 'es'}"));
    assertEquals(
        17262,
        run("{insert: 'c', documents: [{language: 'klingon'}]}")
            .getArray("writeErrors")
            .get(0)
            .asDocument()
            .getInt32("code")
            .getValue());
  }

  @Test
  void aPrefixMustBeEqualToAValue() {
    create("{key: {a: 1, s: 'text'}, name: 't'}");
    run("{insert: 'c', documents: [{_id: 1, a: 1, s: 'dog'}, {_id: 2, a: 2, s: 'dog'}]}");
    assertEquals(1, found("filter: {a: 1, $text: {$search: 'dog'}}").size());
    assertEquals(291, failure("{find: 'c', filter: {$text: {$search: 'dog'}}}"));
    assertEquals(291, failure("{find: 'c', filter: {a: {$gt: 0}, $text: {$search: 'dog'}}}"));
  }

  @Test
  void searchesThatCannotBeAreRefused() {
    assertEquals(27, failure("{find: 'none', filter: {$text: {$search: 'x'}}}"));
    run("{insert: 'c', documents: [{_id: 1, subject: 'coffee', n: 1}]}");
    assertEquals(27, failure("{find: 'c', filter: {$text: {$search: 'x'}}}"));
    create("{key: {subject: 'text'}, name: 't'}");
    assertEquals(2, failure("{find: 'c', filter: {$text: {$search: 'x', $language: 'klingon'}}}"));
    assertEquals(2, failure("{find: 'c', filter: {$nor: [{$text: {$search: 'x'}}]}}"));
    assertEquals(2, failure("{find: 'c', filter: {$text: {$search: 'x'}}, hint: {_id: 1}}"));
    assertEquals(2, failure("{find: 'c', filter: {$text: {$search: 'x'}}, sort: {$natural: 1}}"));
    assertEquals(
        17313,
        failure(
            "{aggregate: 'c', cursor: {}, pipeline: [{$limit: 1}, {$match: {$text: {$search:"
                + " 'x'}}}]}"));
    assertEquals(
        291, failure("{find: 'c', filter: {$or: [{$text: {$search: 'coffee'}}, {n: 1}]}}"));
    create("{key: {n: 1}, name: 'n'}");
    assertEquals(1, found("filter: {$or: [{$text: {$search: 'coffee'}}, {n: 1}]}").size());
    assertEquals(291, failure("{find: 'c', filter: {n: 1}, hint: 't'}"));
  }

  @Test
  void explainShowsTheSearch() {
    coffee();
    BsonDocument plan =
        run("{explain: {find: 'c', filter: {$text: {$search: 'coffee -cream'}}}}")
            .getDocument("queryPlanner")
            .getDocument("winningPlan");
    assertEquals("TEXT_MATCH", plan.getString("stage").getValue());
    assertEquals(
        BsonDocument.parse(
            "{terms: ['coffe'], negatedTerms: ['cream'], phrases: [], negatedPhrases: []}"),
        plan.getDocument("parsedTextQuery"));
    assertTrue(plan.toJson().contains("TEXT_OR"));
  }

  @Test
  void writesKeepTheIndexRight() {
    coffee();
    run("{update: 'c', updates: [{q: {$text: {$search: 'cream'}}, u: {$set: {subject: 'tea'}}}]}");
    assertEquals(List.of(), ids("{$search: 'cream'}"));
    assertEquals(List.of(6), ids("{$search: 'tea'}"));
    run("{delete: 'c', deletes: [{q: {$text: {$search: 'tea'}}, limit: 0}]}");
    assertEquals(List.of(), ids("{$search: 'tea'}"));
    assertTrue(run("{validate: 'c', full: true}").getBoolean("valid").getValue());
  }

  private List<Integer> aggregated(String collection, String stages) {
    List<Integer> ids = new ArrayList<>();
    for (BsonValue each : batch(collection, stages)) {
      ids.add(each.asDocument().getInt32("_id").getValue());
    }
    return ids;
  }

  private BsonArray batch(String collection, String stages) {
    return run("{aggregate: '" + collection + "', cursor: {}, pipeline: [" + stages + "]}")
        .getDocument("cursor")
        .getArray("firstBatch");
  }

  private int refusedStages(String collection, String stages) {
    return failure("{aggregate: '" + collection + "', cursor: {}, pipeline: [" + stages + "]}");
  }

  @Test
  void pipelinesOverOtherCollectionsMaySearch() {
    coffee();
    run("{insert: 'outer', documents: [{_id: 100}, {_id: 101}]}");
    String search = "{$match: {$text: {$search: 'coffee'}}}";
    String sorted = search + ", {$sort: {_id: 1}}, {$project: {s: {$meta: 'textScore'}}}";
    BsonArray joined =
        batch("outer", "{$lookup: {from: 'c', as: 'found', pipeline: [" + sorted + "]}}");
    for (BsonValue each : joined) {
      assertEquals(
          BsonArray.parse("[{_id: 1, s: 1.0}, {_id: 2, s: 0.75}, {_id: 6, s: 0.75}]"),
          each.asDocument().getArray("found"));
    }
    assertEquals(2, joined.size());
    assertEquals(
        List.of(100, 101, 1, 2, 6),
        aggregated("outer", "{$unionWith: {coll: 'c', pipeline: [" + sorted + "]}}"));
    assertEquals(
        List.of(1, 2, 6, 3, 4),
        aggregated(
            "c",
            search
                + ", {$sort: {_id: 1}}, {$unionWith: {coll: 'c', pipeline: [{$match: {$text:"
                + " {$search: 'bake'}}}, {$sort: {_id: 1}}]}}"));
    assertEquals(
        27, refusedStages("c", "{$lookup: {from: 'outer', as: 'f', pipeline: [" + search + "]}}"));
    assertEquals(
        27, refusedStages("c", "{$unionWith: {coll: 'outer', pipeline: [" + search + "]}}"));
    assertEquals(
        17313,
        refusedStages(
            "outer", "{$lookup: {from: 'c', as: 'f', pipeline: [{$skip: 1}, " + search + "]}}"));
    assertEquals(
        27, refusedStages("c", "{$lookup: {from: 'none', as: 'f', pipeline: [" + search + "]}}"));
    // Other conditions of the search may ask the outer document.
    assertEquals(
        BsonArray.parse("[{_id: 1, f: [{_id: 6}]}]"),
        batch(
            "c",
            "{$match: {_id: 1}}, {$lookup: {from: 'c', as: 'f', let: {own: '$_id'}, pipeline:"
                + " [{$match: {$text: {$search: 'coffee'}, _id: {$ne: 2}, $expr: {$ne: ['$_id',"
                + " '$$own']}}}, {$project: {_id: 1}}]}}, {$project: {f: 1}}"));
    // What the outer search scores, the inner pipeline's documents do not have.
    assertEquals(
        40218,
        refusedStages(
            "c",
            search
                + ", {$lookup: {from: 'outer', as: 'f', pipeline: [{$project: {s: {$meta:"
                + " 'textScore'}}}]}}"));
  }

  @Test
  void viewsMaySearchAndBeSearched() {
    coffee();
    run("{create: 'same', viewOn: 'c', pipeline: []}");
    run("{create: 'some', viewOn: 'c', pipeline: [{$match: {_id: {$gt: 1}}}]}");
    run("{create: 'found', viewOn: 'c', pipeline: [{$match: {$text: {$search: 'coffee'}}}]}");
    String search = "{$match: {$text: {$search: 'coffee'}}}";
    String sort = ", {$sort: {_id: 1}}";
    assertEquals(List.of(1, 2, 6), aggregated("same", search + sort));
    assertEquals(List.of(1, 2, 6), aggregated("found", "{$sort: {_id: 1}}"));
    assertEquals(List.of(2, 6), aggregated("found", "{$match: {_id: {$gt: 1}}}" + sort));
    assertEquals(17313, refusedStages("some", search));
    assertEquals(17313, failure("{find: 'some', filter: {$text: {$search: 'coffee'}}}"));
    assertEquals(3, run("{count: 'found'}").getNumber("n").intValue());
    assertEquals(
        BsonArray.parse("[{_id: 1, s: 1.0}]"),
        run("{find: 'same', filter: {$text: {$search: 'coffee'}}, projection: {s: {$meta:"
                + " 'textScore'}}, sort: {s: {$meta: 'textScore'}}, limit: 1}")
            .getDocument("cursor")
            .getArray("firstBatch"));
    run("{insert: 'outer', documents: [{_id: 100}]}");
    assertEquals(
        List.of(100, 2, 6),
        aggregated(
            "outer",
            "{$unionWith: {coll: 'found', pipeline: [{$match: {_id: {$gt: 1}}}" + sort + "]}}"));
    assertEquals(
        3,
        batch("outer", "{$lookup: {from: 'same', as: 'f', pipeline: [" + search + "]}}")
            .get(0)
            .asDocument()
            .getArray("f")
            .size());
    assertEquals(
        17313,
        refusedStages("outer", "{$lookup: {from: 'some', as: 'f', pipeline: [" + search + "]}}"));
  }
}

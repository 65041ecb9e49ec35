package dev.meerkat.aggregation;

import static dev.meerkat.aggregation.Pipelines.array;
import static dev.meerkat.aggregation.Pipelines.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code $rankFusion} ranks, and what {@code $meta} tells of it. */
final class RankFusionTest {
  private static final String INPUT =
      "[{_id: 1, a: 3, b: 1}, {_id: 2, a: 2, b: 1}, {_id: 3, a: 1}]";

  @Test
  void scoresAreSumsOfReciprocalRanks() {
    BsonArray results =
        run(
            """
            [{$rankFusion: {
               input: {pipelines: {p: [{$sort: {a: -1}}], q: [{$sort: {b: -1}}, {$limit: 2}]}},
               combination: {weights: {q: 2}}}},
             {$unset: ["a", "b"]},
             {$addFields: {score: {$meta: "score"}}}]
            """);
    assertEquals(score(1, 1.0 / 61 + 2 * (1.0 / 61)), results.get(0));
    // The sort of q cannot tell documents 1 and 2 apart.
    assertEquals(score(2, 1.0 / 62 + 2 * (1.0 / 61)), results.get(1));
    assertEquals(score(3, 1.0 / 63), results.get(2));
    assertEquals(3, results.size());
  }

  private static BsonDocument score(int id, double score) {
    return BsonDocument.parse("{_id: " + id + "}").append("score", new BsonDouble(score));
  }

  @Test
  void detailsNameThePipelinesThatDidNotAnswerADocument() {
    BsonArray results =
        run(
            """
            [{$rankFusion: {
               input: {pipelines: {q: [{$sort: {a: 1}}, {$limit: 1}], p: [{$sort: {a: 1}}]}},
               scoreDetails: true}},
             {$skip: 1}, {$limit: 1},
             {$replaceWith: {$meta: "scoreDetails"}}, {$unset: ["value", "description"]}]
            """);
    assertEquals(
        array(
            """
            [{details: [{inputPipelineName: "p", rank: 2, weight: 1.0, details: []},
                        {inputPipelineName: "q", rank: "NA", weight: 1.0}]}]
            """),
        results);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          {$rankFusion: 1} => 9
          {$rankFusion: {}} => 40414
          {$rankFusion: {input: 1}} => 14
          {$rankFusion: {input: {pipelines: {}}}} => 2
          {$rankFusion: {input: {pipelines: {p: 1}}}} => 14
          {$rankFusion: {input: {pipelines: {p: [1]}}}} => 14
          {$rankFusion: {input: {pipelines: {p: []}}}} => 9834300
          {$rankFusion: {input: {pipelines: {"$p": [{$sort: {a: 1}}]}}}} => 16410
          {$rankFusion: {input: {pipelines: {p: [{$limit: 1}]}}}} => 9191100
          {$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}, {$count: "n"}]}}}} => 9191103
          {$rankFusion: {input: {pipelines: {p: [{$rankFusion: {}}]}}}} => 10473002
          {$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}, {$rankFusion: {}}]}}}} => 10170100
          {$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}, {$nope: 1}]}}}} => 40324
          {$rankFusion: {input: {pipelines: {p: [{$sort: {}}]}}}} => 15976
          {$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}]}}, combination: {}}} => 40414
          {$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}]}}, combination: {weights: {q: 1}}}} => 9967500
          {$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}]}}, combination: {weights: {p: "1"}}}} => 13118
          {$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}]}}, combination: {weights: {p: -1}}}} => 9460300
          {$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}]}}, combination: {weights: {p: 1, q: 1}}}} => 9460301
          {$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}]}}, combination: {weights: {p: "1", q: 1}}}} => 13118
          {$limit: 1}, {$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}]}}}} => 10170100
          {$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}]}}}}, {$project: {s: {$meta: "scoreDetails"}}} => 40218
          {$project: {s: {$meta: "score"}}} => 40218
          {$rankFusion: {input: {pipelines: {p: [{$sort: {a: 1}}]}}}}, {$group: {_id: {$meta: "score"}}}, {$project: {s: {$meta: "score"}}} => 40218
          """)
  void aWrongFusionIsRefusedWithItsCode(String stages, int code) {
    assertRefused(code, () -> run("[" + stages + "]"), stages);
  }

  private static BsonArray run(String pipeline) {
    return Pipelines.run(array(pipeline), array(INPUT));
  }
}

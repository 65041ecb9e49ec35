package dev.meerkat.aggregation;

import static dev.meerkat.aggregation.Pipelines.array;
import static dev.meerkat.aggregation.Pipelines.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ServerException;
import org.bson.BsonArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code $scoreFusion} combines scores, and what {@code $meta} tells of it. */
final class ScoreFusionTest {
  private static final String INPUT =
      "[{_id: 1, a: 4, b: 1}, {_id: 2, a: 2, b: 9}, {_id: 3, a: 0, b: 0}]";

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          normalization: "none"} => [{_id: 2, s: 5.5}, {_id: 1, s: 2.5}, {_id: 3, s: 0.0}]
          normalization: "none"}, combination: {weights: {p: 2}} => [{_id: 2, s: 6.5}, {_id: 1, s: 4.5}, {_id: 3, s: 0.0}]
          normalization: "none"}, combination: {weights: {p: 0, q: 0}, method: "avg"} => [{_id: 1, s: 0.0}, {_id: 2, s: 0.0}, {_id: 3, s: 0.0}]
          normalization: "minMaxScaler"}, combination: {weights: {p: 5}} => [{_id: 2, s: 0.75}, {_id: 1, s: 0.5}, {_id: 3, s: 0.0}]
          normalization: "none"}, combination: {method: "expression", expression: {$add: ["$$p", {$multiply: ["$$q", 10]}, "$_id"]}} => [{_id: 2, s: 94.0}, {_id: 1, s: 15.0}, {_id: 3, s: 3.0}]
          """)
  void scoresAreWeighedAndCombined(String options, String expected) {
    // What is not in the first two of q counts 0 there.
    BsonArray results =
        run(
            "[{$scoreFusion: {input: {pipelines: {"
                + "q: [{$score: {score: '$b'}}, {$sort: {b: -1}}, {$limit: 2}],"
                + "p: [{$score: {score: '$a'}}]}, "
                + options
                + "}}, {$project: {s: {$meta: 'score'}}}]");
    assertEquals(array(expected), results);
  }

  @Test
  void aPipelineThatGivesLessThanNothingGivesNothing() {
    assertEquals(
        array("[{_id: 1, s: 0.0}, {_id: 2, s: 0.0}, {_id: 3, s: 0.0}]"),
        run(
            """
            [{$scoreFusion: {input: {pipelines: {p: [{$score: {score: {$subtract: [0, "$a"]}}}]},
                                     normalization: "none"}}},
             {$project: {s: {$meta: "score"}}}]
            """));
  }

  @Test
  void aSigmoidIsTakenOfEachScore() {
    assertEquals(
        array("[{_id: 3, s: 0.5}]"),
        run(
            """
            [{$scoreFusion: {input: {pipelines: {p: [{$match: {_id: 3}}, {$score: {score: "$b"}}]},
                                     normalization: "sigmoid"}}},
             {$project: {s: {$meta: "score"}}}]
            """));
  }

  @Test
  void detailsTellWhatEachPipelineGave() {
    assertEquals(
        array(
            """
            [{value: 1.0, normalization: "none",
              combination: {method: "custom expression", expression: "{ string: { $add: [ '$$p', '$$q' ] } }"},
              details: [
                {inputPipelineName: "p", inputPipelineRawScore: 1.0, weight: 1.0, value: 1.0,
                 details: {value: 1.0, rawScore: 1.0, normalization: "none", weight: 1.0,
                           expression: "{ string: { $add: [ '$a', 1 ] } }", details: []}},
                {inputPipelineName: "q", inputPipelineRawScore: 0, weight: 1.0, value: 0}]}]
            """),
        run(
            """
            [{$scoreFusion: {
               input: {pipelines: {q: [{$match: {_id: 1}}, {$score: {score: 0.5}}],
                                   p: [{$score: {score: {$add: ["$a", 1]}, scoreDetails: true}}]},
                       normalization: "none"},
               combination: {method: "expression", expression: {$add: ["$$p", "$$q"]}},
               scoreDetails: true}},
             {$match: {_id: 3}}, {$replaceWith: {$meta: "scoreDetails"}},
             {$project: {description: 0, "details.details.description": 0}}]
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          1 => 9
          {} => 40414
          {more: 1} => 40415
          {input: 1} => 14
          {input: {normalization: "none"}} => 40414
          {input: {pipelines: {}, normalization: "none"}} => 2
          {input: {pipelines: 1, normalization: "none"}} => 14
          {input: {pipelines: {p: 1}, normalization: "none"}} => 14
          {input: {pipelines: {p: [1]}, normalization: "none"}} => 14
          {input: {pipelines: {p: [{$score: {score: 1}}]}}} => 40414
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "some"}} => 2
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "none", more: 1}} => 40415
          {input: {pipelines: {p: []}, normalization: "none"}} => 9402503
          {input: {pipelines: {p: [{$sort: {a: 1}}]}, normalization: "none"}} => 9402500
          {input: {pipelines: {p: [{$geoNear: {}}]}, normalization: "none"}} => 9402500
          {input: {pipelines: {p: [{$score: {score: 1}}, {$count: "n"}]}, normalization: "none"}} => 9402502
          {input: {pipelines: {p: [{$scoreFusion: {}}]}, normalization: "none"}} => 10473003
          {input: {pipelines: {p: [{$score: {score: 1}}, {$rankFusion: {}}]}, normalization: "none"}} => 10170100
          {input: {pipelines: {p: [{$score: {score: 1}}, {$nope: 1}]}, normalization: "none"}} => 40324
          {input: {pipelines: {p: [{$score: {}}]}, normalization: "none"}} => 40414
          {input: {pipelines: {p: [{$search: {}}]}, normalization: "none"}} => 31082
          {input: {pipelines: {"$p": [{$score: {score: 1}}]}, normalization: "none"}} => 16410
          {input: {pipelines: {"p.q": [{$score: {score: 1}}]}, normalization: "none"}} => 16412
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "none"}, combination: {more: 1}} => 40415
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "none"}, combination: {weights: {q: 1}}} => 9967500
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "none"}, combination: {weights: {p: "1", q: 1}}} => 13118
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "none"}, combination: {weights: {p: -1}}} => 9460300
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "none"}, combination: {weights: {p: 1, q: 1}}} => 9460301
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "none"}, combination: {method: "most"}} => 2
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "none"}, combination: {method: "expression"}} => 10017300
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "none"}, combination: {method: "avg", expression: 1}} => 10017300
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "none"}, combination: {method: "expression", expression: 1, weights: {p: 1}}} => 10017301
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "none"}, combination: {method: "expression", expression: "$$q"}} => 17276
          {input: {pipelines: {P: [{$score: {score: 1}}]}, normalization: "none"}, combination: {method: "expression", expression: 1}} => 9
          {input: {pipelines: {p: [{$score: {score: 1}}]}, normalization: "none"}, combination: {method: "expression", expression: "text"}} => 14
          """)
  void aWrongFusionIsRefusedWithItsCode(String spec, int code) {
    assertRefused(code, () -> run("[{$scoreFusion: " + spec + "}]"), spec);
  }

  @Test
  void aFusionIsTheFirstStage() {
    ServerException refusal =
        assertThrows(
            ServerException.class,
            () ->
                run(
                    """
                    [{$limit: 1},
                     {$scoreFusion: {input: {pipelines: {p: [{$score: {score: 1}}]},
                                             normalization: "none"}}}]
                    """));
    assertEquals(10170100, refusal.code().number());
  }

  private static BsonArray run(String pipeline) {
    return Pipelines.run(array(pipeline), array(INPUT));
  }
}

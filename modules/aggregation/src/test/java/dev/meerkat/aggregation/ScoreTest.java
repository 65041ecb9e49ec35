package dev.meerkat.aggregation;

import static dev.meerkat.aggregation.Pipelines.array;
import static dev.meerkat.aggregation.Pipelines.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code $score} gives documents, and what {@code $meta} tells of it. */
final class ScoreTest {
  private static final String INPUT = "[{_id: 1, a: 1}, {_id: 2, a: 3}, {_id: 3, a: 5}]";

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          {score: "$a"} => [1.0, 3.0, 5.0]
          {score: {$add: ["$a", 1]}, normalization: "none", weight: 0.5} => [1.0, 2.0, 3.0]
          {score: {$subtract: ["$a", "$a"]}, normalization: "sigmoid"} => [0.5, 0.5, 0.5]
          {score: "$a", normalization: "minMaxScaler"} => [0.0, 0.5, 1.0]
          {score: "$a", normalization: "minMaxScaler", weight: 0.5} => [0.0, 0.25, 0.5]
          {score: 7, normalization: "minMaxScaler"} => [0.0, 0.0, 0.0]
          """)
  void aScoreIsNormalizedAndThenWeighed(String score, String expected) {
    BsonArray scores = new BsonArray();
    run("[{$score: " + score + "}, {$project: {s: {$meta: 'score'}}}]")
        .forEach(each -> scores.add(each.asDocument().get("s")));
    assertEquals(array(expected), scores);
  }

  @Test
  void theLastScoreCountsAndMayReadTheOneBefore() {
    assertEquals(
        array("[{_id: 3, s: 7.0}, {_id: 2, s: 5.0}]"),
        run(
            """
            [{$score: {score: "$a"}}, {$score: {score: {$add: [{$meta: "score"}, 2]}}},
             {$sort: {s: {$meta: "score"}}}, {$limit: 2}, {$project: {s: {$meta: "score"}}}]
            """));
  }

  @Test
  void detailsTellHowAScoreWasMade() {
    BsonDocument details =
        run("""
        [{$score: {score: {$add: ["$a", 1.5]}, normalization: "minMaxScaler", weight: 0.5,
                   scoreDetails: true}},
         {$skip: 1}, {$replaceWith: {$meta: "scoreDetails"}}, {$unset: "description"}]
        """)
            .getFirst()
            .asDocument();
    assertEquals(
        new BsonDocument("value", new BsonDouble(0.25))
            .append("rawScore", new BsonDouble(4.5))
            .append("normalization", new BsonString("minMaxScaler"))
            .append("weight", new BsonDouble(0.5))
            .append("expression", new BsonString("{ string: { $add: [ '$a', 1.5 ] } }"))
            .append("details", new BsonArray()),
        details);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          {$score: 1} => 9
          {$score: {}} => 40414
          {$score: {score: 1, more: 1}} => 40415
          {$score: {score: 1, normalization: 1}} => 14
          {$score: {score: 1, normalization: "Sigmoid"}} => 2
          {$score: {score: 1, weight: "1"}} => 14
          {$score: {score: 1, weight: 1.5}} => 2
          {$score: {score: 1, weight: -0.5}} => 2
          {$score: {score: 1, scoreDetails: 1}} => 14
          {$score: {score: {$ad: [1, 2]}}} => 168
          {$score: {score: "$nope"}} => 14
          {$score: {score: "text"}} => 14
          {$score: {score: "$nope", normalization: "minMaxScaler"}} => 14
          {$score: {score: "$a"}}, {$project: {s: {$meta: "scoreDetails"}}} => 40218
          {$score: {score: "$a"}}, {$group: {_id: null}}, {$project: {s: {$meta: "score"}}} => 40218
          """)
  void aWrongScoreIsRefusedWithItsCode(String stages, int code) {
    assertRefused(code, () -> run("[" + stages + "]"), stages);
  }

  private static BsonArray run(String pipeline) {
    return Pipelines.run(array(pipeline), array(INPUT));
  }
}

package dev.meerkat.aggregation;

import static dev.meerkat.aggregation.Pipelines.array;
import static dev.meerkat.aggregation.Pipelines.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bson.BsonArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which documents {@code $densify} puts where. */
final class DensifyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {step: 1, bounds: "full"} | [{v: 1}, {v: 4}] | [{v: 1}, {v: 2}, {v: 3}, {v: 4}]
          {step: 2, bounds: "full"} | [{v: 1}, {v: 4}] | [{v: 1}, {v: 3}, {v: 4}]
          {step: 2, bounds: "full"} | [{v: 4}, {v: 2}, {v: 1}] | [{v: 1}, {v: 2}, {v: 3}, {v: 4}]
          {step: 1.5, bounds: "full"} | [{v: 1}, {v: 3}] | [{v: 1}, {v: 2.5}, {v: 3}]
          {step: 1, bounds: "full"} | [] | []
          {step: 1, bounds: "full"} | [{v: null}, {x: 1}] | [{v: null}, {x: 1}]
          {step: 1, bounds: "full"} | [{v: 1}, {v: 1}, {v: 2}] | [{v: 1}, {v: 1}, {v: 2}]
          {step: 1, bounds: [0, 3]} | [] | [{v: 0}, {v: 1}, {v: 2}]
          {step: 1, bounds: [0, 3]} | [{v: 1}] | [{v: 0}, {v: 1}, {v: 2}]
          {step: 1, bounds: [0, 3]} | [{v: -5}, {v: 9}] | [{v: -5}, {v: 0}, {v: 1}, {v: 2}, {v: 9}]
          {step: 2, bounds: [0, 5]} | [{v: 3}] | [{v: 0}, {v: 2}, {v: 3}, {v: 4}]
          {step: 1, bounds: [2, 2]} | [{v: 1}, {v: 4}] | [{v: 1}, {v: 4}]
          """)
  void gapsAreFilled(String range, String input, String expected) {
    assertEquals(array(expected), run("{field: 'v', range: " + range + "}", input), range);
  }

  @Test
  void everyPartitionIsFilledByItself() {
    String input = "[{p: 1, v: 0}, {p: 1, v: 2}, {p: 2, v: 3}, {p: 2, v: 5}]";
    assertEquals(
        array(
            "[{p: 1, v: 0}, {p: 1, v: 1}, {p: 1, v: 2}, {p: 2, v: 3}, {p: 2, v: 4}, {p: 2, v: 5}]"),
        run(
            "{field: 'v', partitionByFields: ['p'], range: {step: 1, bounds: 'partition'}}",
            input));
  }

  @Test
  void whatIsPutBeforeADocumentHasItsFormOfThePartition() {
    assertEquals(
        array("[{p: 1, v: 0}, {p: 1.0, v: 1}, {p: 1.0, v: 2}]"),
        run(
            "{field: 'v', partitionByFields: ['p'], range: {step: 1, bounds: 'partition'}}",
            "[{p: 1, v: 0}, {p: 1.0, v: 2}]"));
  }

  @Test
  void fullBoundsAreThoseOfAllPartitions() {
    String input = "[{p: 1, v: 0}, {p: 2, v: 2}, {p: 1, v: 3}]";
    assertEquals(
        array(
            """
            [{p: 1, v: 0}, {p: 2, v: 0}, {p: 2, v: 1}, {p: 2, v: 2}, {p: 1, v: 1}, {p: 1, v: 2},
             {p: 1, v: 3}, {p: 2, v: 3}]
            """),
        run("{field: 'v', partitionByFields: ['p'], range: {step: 1, bounds: 'full'}}", input));
  }

  @Test
  void aPartitionKeepsItsFieldsAtTheirPaths() {
    assertEquals(
        array("[{o: {}, v: 5}, {o: {p: 1, v: 0}}, {o: {p: 1, v: 1}}, {o: {p: 1, v: 2}}]"),
        run(
            "{field: 'o.v', partitionByFields: ['o.p'], range: {step: 1, bounds: [0, 3]}}",
            "[{o: {p: 1, v: 1}}, {o: {}, v: 5}]"));
  }

  @Test
  void datesMoveByUnits() {
    assertEquals(
        array(
            """
            [{v: {$date: "2021-01-31T00:00:00Z"}}, {v: {$date: "2021-02-28T00:00:00Z"}},
             {v: {$date: "2021-03-28T00:00:00Z"}}, {v: {$date: "2021-04-01T00:00:00Z"}}]
            """),
        run(
            "{field: 'v', range: {step: 1, unit: 'month', bounds: 'full'}}",
            "[{v: {$date: '2021-01-31T00:00:00Z'}}, {v: {$date: '2021-04-01T00:00:00Z'}}]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          1 => 9
          {} => 40414
          {field: "v"} => 40414
          {field: 1, range: {step: 1, bounds: "full"}} => 14
          {field: "v", range: {}} => 40414
          {field: "v", range: {step: 1, bounds: "full"}, nope: 1} => 40415
          {field: "v", range: {step: "1", bounds: "full"}} => 14
          {field: "v", range: {step: 0, bounds: "full"}} => 5733401
          {field: "v", range: {step: -1, bounds: "full"}} => 5733401
          {field: "v", range: {step: 1.5, unit: "day", bounds: "full"}} => 6586400
          {field: "v", range: {step: 1, unit: "eon", bounds: "full"}} => 9
          {field: "v", range: {step: 1, bounds: "all"}} => 5946802
          {field: "v", range: {step: 1, bounds: 1}} => 5733404
          {field: "v", range: {step: 1, bounds: [1]}} => 5733403
          {field: "v", range: {step: 1, bounds: [2, 1]}} => 5733402
          {field: "v", range: {step: 1, bounds: [1, "2"]}} => 5733406
          {field: "v", range: {step: 1, bounds: [1, 2.5]}} => 5876900
          {field: "v", range: {step: 1, bounds: ["a", "b"]}} => 5946800
          {field: "v", range: {step: 1, unit: "day", bounds: [1, 2]}} => 5733409
          {field: "v", range: {step: 1, bounds: [{$date: "2021-01-01T00:00:00Z"}, {$date: "2022-01-01T00:00:00Z"}]}} => 5733410
          {field: "v", range: {step: 1, bounds: "partition"}} => 5733408
          {field: "v", partitionByFields: [1], range: {step: 1, bounds: "full"}} => 14
          {field: "v", partitionByFields: ["v.x"], range: {step: 1, bounds: "full"}} => 8993000
          {field: "v.x", partitionByFields: ["v"], range: {step: 1, bounds: "full"}} => 9554500
          {field: "$v", range: {step: 1, bounds: "full"}} => 16410
          {field: "s", range: {step: 1, bounds: "full"}} => 5733201
          {field: "v", range: {step: 1, unit: "day", bounds: "full"}} => 6053600
          {field: "a.x", partitionByFields: ["a.0"], range: {step: 1, bounds: [0, 1]}} => 5733201
          {field: "v", range: {step: 1, bounds: [0, 500002]}} => 5897900
          """)
  void aWrongRangeIsRefusedWithItsCode(String spec, int code) {
    assertRefused(code, () -> run(spec, "[{v: 1, s: 'x', a: {x: 'y'}}]"), spec);
  }

  private static BsonArray run(String spec, String input) {
    return Pipelines.run(array("[{$densify: " + spec + "}]"), array(input));
  }
}

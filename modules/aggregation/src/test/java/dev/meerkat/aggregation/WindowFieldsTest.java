package dev.meerkat.aggregation;

import static dev.meerkat.aggregation.Pipelines.array;
import static dev.meerkat.aggregation.Pipelines.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code $setWindowFields} and {@code $fill} answer, function by function. */
final class WindowFieldsTest {
  private static final String INPUT =
      """
      [{x: 3, v: 5}, {x: 1, v: 2}, {x: 2, v: null}, {x: 4}, {x: 7, v: 1.5}, {x: 9, v: "s"}]
      """;

  /** In the order of x: 2, null, 5, missing, 1.5, "s". */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          {$sum: "$v"} => [8.5, 8.5, 8.5, 8.5, 8.5, 8.5]
          {$sum: "$v", window: {documents: [-1, 0]}} => [2, 2, 5, 5, 1.5, 1.5]
          {$sum: "$v", window: {documents: [1, 2]}} => [5, 5, 1.5, 1.5, 0, 0]
          {$sum: "$v", window: {documents: [-9, -8]}} => [0, 0, 0, 0, 0, 0]
          {$sum: "$v", window: {documents: ["current", "unbounded"]}} => [8.5, 6.5, 6.5, 1.5, 1.5, 0]
          {$sum: "$v", window: {range: [-1, 1]}} => [2, 7, 5, 5, 1.5, 0]
          {$sum: "$v", window: {range: ["unbounded", -1]}} => [0, 2, 2, 7, 7, 8.5]
          {$sum: "$v", window: {range: [2, 5]}} => [5, 1.5, 1.5, 1.5, 0, 0]
          {$sum: "$v", window: {range: [0.5, 1.5]}} => [0, 5, 0, 0, 0, 0]
          {$avg: "$v", window: {documents: [-2, 0]}} => [2.0, 2.0, 3.5, 5.0, 3.25, 1.5]
          {$min: "$v", window: {documents: [-1, 1]}} => [2, 2, 5, 1.5, 1.5, 1.5]
          {$max: "$v", window: {documents: [-1, 1]}} => [2, 5, 5, 5, "s", "s"]
          {$push: "$v", window: {documents: [-1, 0]}} => [[2], [2, null], [null, 5], [5], [1.5], [1.5, "s"]]
          {$addToSet: "$v", window: {documents: [-1, 0]}} => [[2], [null, 2], [null, 5], [5], [1.5], [1.5, "s"]]
          {$concatArrays: ["$x", ["$x"]], window: {documents: [0, 0]}} => [[1, [1]], [2, [2]], [3, [3]], [4, [4]], [7, [7]], [9, [9]]]
          {$setUnion: ["$x", 2], window: {documents: [-1, 0]}} => [[1, 2], [1, 2], [2, 3], [2, 3, 4], [2, 4, 7], [2, 7, 9]]
          {$count: {}, window: {documents: [-1, 1]}} => [2, 3, 3, 3, 3, 2]
          {$stdDevPop: "$v", window: {documents: [-2, 0]}} => [0, 0, 1.5, 0, 1.75, 0]
          {$stdDevSamp: "$x", window: {documents: [0, 2]}} => [1.0, 1.0, 2.081665999, 2.516611478, 1.414213562, null]
          {$covariancePop: ["$x", "$x"], window: {documents: [-1, 0]}} => [0.0, 0.25, 0.25, 0.25, 2.25, 1.0]
          {$covarianceSamp: ["$x", "$x"], window: {documents: [-1, 0]}} => [null, 0.5, 0.5, 0.5, 4.5, 2.0]
          {$first: "$v", window: {documents: [-1, 0]}} => [2, 2, null, 5, "missing", 1.5]
          {$last: "$v", window: {documents: [1, 1]}} => [null, 5, "missing", 1.5, "s", null]
          {$shift: {output: "$v", by: 1, default: "none"}} => [null, 5, "missing", 1.5, "s", "none"]
          {$shift: {output: "$x", by: -2}} => [null, null, 1, 2, 3, 4]
          {$rank: {}} => [1, 2, 3, 4, 5, 6]
          {$locf: "$v"} => [2, 2, 5, 5, 1.5, "s"]
          {$linearFill: {$cond: [{$eq: ["$x", 2]}, null, "$x"]}} => [1, 2.0, 3, 4, 7, 9]
          {$expMovingAvg: {input: "$v", N: 3}} => [2.0, 2.0, 3.5, 3.5, 2.5, 2.5]
          {$expMovingAvg: {input: "$v", alpha: 0.5}} => [2.0, 2.0, 3.5, 3.5, 2.5, 2.5]
          {$derivative: {input: {$multiply: ["$x", "$x"]}}, window: {documents: [-1, 0]}} => [null, 3.0, 5.0, 7.0, 11.0, 16.0]
          {$integral: {input: "$x"}, window: {documents: [-1, 0]}} => [0, 1.5, 2.5, 3.5, 16.5, 16.0]
          {$integral: {input: "$x"}} => [40.0, 40.0, 40.0, 40.0, 40.0, 40.0]
          {$minN: {n: 2, input: "$v"}, window: {documents: [-2, 0]}} => [[2], [2], [2, 5], [5], [1.5, 5], [1.5, "s"]]
          {$maxN: {n: 1, input: "$v"}, window: {documents: [-2, 0]}} => [[2], [2], [5], [5], [5], ["s"]]
          {$firstN: {n: 2, input: "$x"}, window: {documents: [-2, 0]}} => [[1], [1, 2], [1, 2], [2, 3], [3, 4], [4, 7]]
          {$lastN: {n: 2, input: "$v"}, window: {documents: [-2, 0]}} => [[2], [2, null], [null, 5], [5, null], [null, 1.5], [1.5, "s"]]
          {$top: {sortBy: {x: -1}, output: "$x"}, window: {documents: [-1, 1]}} => [2, 3, 4, 7, 9, 9]
          {$bottomN: {n: 2, sortBy: {x: -1}, output: "$x"}, window: {documents: [-1, 1]}} => [[2, 1], [2, 1], [3, 2], [4, 3], [7, 4], [9, 7]]
          {$top: {sortBy: {x: 1}, output: "$x"}, window: {documents: [7, 8]}} => [null, null, null, null, null, null]
          {$median: {input: "$x", method: "approximate"}, window: {documents: [-1, 1]}} => [1.0, 2.0, 3.0, 4.0, 7.0, 7.0]
          {$percentile: {input: "$v", p: [0, 1], method: "approximate"}, window: {documents: [-1, 0]}} => [[2.0, 2.0], [2.0, 2.0], [5.0, 5.0], [5.0, 5.0], [1.5, 1.5], [1.5, 1.5]]
          {$minMaxScaler: {input: "$x"}} => [0.0, 0.125, 0.25, 0.375, 0.75, 1.0]
          {$minMaxScaler: {input: "$x", min: 10, max: 20}, window: {documents: [-1, 0]}} => [10, 20.0, 20.0, 20.0, 20.0, 20.0]
          """)
  void aFunctionHasAValueForEachDocument(String function, String expected) {
    assertEquals(
        BsonDocument.parse("{r: " + expected + "}").getArray("r"),
        results("{sortBy: {x: 1}, output: {r: " + function + "}}"),
        function);
  }

  private static BsonArray results(String spec) {
    BsonArray results = new BsonArray();
    for (BsonValue document : run("{$setWindowFields: " + spec + "}")) {
      BsonValue result = document.asDocument().get("r");
      results.add(result == null ? new BsonString("missing") : rounded(result));
    }
    return results;
  }

  /** A double without what is lost on the way when values enter and leave. */
  private static BsonValue rounded(BsonValue value) {
    return value instanceof BsonDouble number
        ? new BsonDouble(Math.rint(number.getValue() * 1e9) / 1e9)
        : value;
  }

  private static BsonArray run(String stage) {
    return Pipelines.run(array("[" + stage + "]"), array(INPUT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          1 => 9
          {} => 40414
          {output: {}, nope: 1} => 40415
          {output: 1} => 14
          {sortBy: 1, output: {}} => 14
          {output: {r: 1}} => 9
          {output: {r: {}}} => 9
          {output: {r: {sum: 1}}} => 9
          {output: {r: {$nope: 1}}} => 9
          {output: {r: {$mergeObjects: "$v"}}} => 9
          {output: {r: {$sum: 1, $avg: 1}}} => 9
          {output: {r: {$sum: 1, nope: 1}}} => 9
          {output: {r: {$sum: 1, window: 1}}} => 9
          {output: {r: {$count: 1}}} => 9
          {output: {r: {$sum: 1}, "r.s": {$sum: 1}}} => 6307900
          {partitionBy: [1], output: {}} => 14
          {partitionBy: {$cond: [true, [1], 2]}, output: {r: {$sum: 1}}} => 14
          {output: {r: {$sum: 1, window: {documents: [-1, 0]}}}} => 5339901
          {output: {r: {$sum: 1, window: {range: [-1, 0]}}}} => 5339902
          {sortBy: {x: 1, v: 1}, output: {r: {$sum: 1, window: {range: [-1, 0]}}}} => 5339902
          {sortBy: {x: -1}, output: {r: {$sum: 1, window: {range: [-1, 0]}}}} => 8947401
          {sortBy: {x: 1}, output: {r: {$sum: 1, window: {documents: [1, 0]}}}} => 5339900
          {sortBy: {x: 1}, output: {r: {$sum: 1, window: {range: ["current", -1]}}}} => 5339900
          {sortBy: {x: 1}, output: {r: {$sum: 1, window: {documents: [0.5, 1]}}}} => 9
          {sortBy: {x: 1}, output: {r: {$sum: 1, window: {documents: ["now", 1]}}}} => 9
          {sortBy: {x: 1}, output: {r: {$sum: 1, window: {documents: ["$x", 1]}}}} => 9
          {sortBy: {x: 1}, output: {r: {$sum: 1, window: {documents: [0]}}}} => 9
          {sortBy: {x: 1}, output: {r: {$sum: 1, window: {documents: [0, 1], unit: "day"}}}} => 9
          {sortBy: {x: 1}, output: {r: {$sum: 1, window: {documents: [0, 1], range: [0, 1]}}}} => 9
          {sortBy: {x: 1}, output: {r: {$sum: 1, window: {range: [0, 1], unit: "eon"}}}} => 9
          {sortBy: {x: 1}, output: {r: {$sum: 1, window: {range: [0, 1], unit: "day"}}}} => 5429513
          {sortBy: {v: 1}, output: {r: {$sum: 1, window: {range: [0, 1]}}}} => 5429414
          {sortBy: {x: 1}, output: {r: {$rank: {}, window: {}}}} => 5371601
          {sortBy: {x: 1}, output: {r: {$rank: 1}}} => 5371603
          {output: {r: {$denseRank: {}}}} => 5371602
          {output: {r: {$shift: {output: 1, by: 1}}}} => 9
          {sortBy: {x: 1}, output: {r: {$shift: {output: 1, by: 1.5}}}} => 9
          {sortBy: {x: 1}, output: {r: {$derivative: {input: "$x"}}}} => 9
          {sortBy: {x: 1}, output: {r: {$integral: {input: "$x", unit: "month"}}}} => 5490710
          {sortBy: {x: 1}, output: {r: {$integral: {input: "$x", unit: "hour"}}}} => 5423901
          {sortBy: {x: 1}, output: {r: {$integral: {input: "$v"}}}} => 5423900
          {sortBy: {x: 1}, output: {r: {$derivative: {input: "$v"}, window: {documents: [-1, 0]}}}} => 5624903
          {sortBy: {x: 1}, output: {r: {$expMovingAvg: {input: "$v", alpha: 1}}}} => 9
          {sortBy: {x: 1}, output: {r: {$linearFill: "$v"}}} => 14
          {output: {r: {$linearFill: "$v"}}} => 605001
          {sortBy: {v: 1}, output: {r: {$linearFill: "$x"}}} => 14
          {sortBy: {x: 1}, output: {r: {$locf: "$v", window: {}}}} => 9
          {sortBy: {x: 1}, output: {r: {$minMaxScaler: {input: "$v"}}}} => 10487000
          {sortBy: {x: 1}, output: {r: {$minMaxScaler: {input: "$x", min: 1}}}} => 9
          """)
  void aWrongStageIsRefusedWithItsCode(String spec, int code) {
    assertRefused(code, () -> run("{$setWindowFields: " + spec + "}"), spec);
  }

  @Test
  void windowsStayInTheirPartition() {
    assertEquals(
        array(
            """
            [{g: null, v: 1, r: 3}, {v: 2, r: 3}, {g: 1, v: 4, r: 4}, {g: 1.0, v: 8, r: 12}]
            """),
        Pipelines.run(
            array(
                """
                [{$setWindowFields: {partitionBy: "$g", sortBy: {v: 1},
                  output: {r: {$sum: "$v", window: {documents: [-1, 1]}}}}},
                 {$setWindowFields: {sortBy: {v: 1}, output: {"r": {$first: "$r"}}}},
                 {$setWindowFields: {partitionBy: "$g", sortBy: {v: 1},
                  output: {r: {$sum: "$v", window: {documents: ["unbounded", {$cond: [true, 1, 2]}]}}}}},
                 {$replaceWith: {g: "$g", v: "$v", r: {$cond: [{$eq: ["$v", 4]}, 4, "$r"]}}}]
                """),
            array("[{g: 1.0, v: 8}, {v: 2}, {g: 1, v: 4}, {g: null, v: 1}]")));
  }

  @Test
  void tiesShareARankAndARange() {
    BsonArray input = array("[{x: 1}, {x: 1}, {x: 2}, {x: 2}, {x: 3}]");
    BsonArray pipeline =
        array(
            """
            [{$setWindowFields: {sortBy: {x: 1}, output: {
              r: {$rank: {}}, d: {$denseRank: {}}, n: {$documentNumber: {}},
              z: {$count: {}, window: {range: [0, 0]}},
              c: {$count: {}, window: {range: ["unbounded", "current"]}}}}}]
            """);
    assertEquals(
        array(
            """
            [{x: 1, r: 1, d: 1, n: 1, z: 2, c: 1}, {x: 1, r: 1, d: 1, n: 2, z: 2, c: 2},
             {x: 2, r: 3, d: 2, n: 3, z: 2, c: 3}, {x: 2, r: 3, d: 2, n: 4, z: 2, c: 4},
             {x: 3, r: 5, d: 3, n: 5, z: 1, c: 5}]
            """),
        Pipelines.run(pipeline, input));
  }

  @Test
  void aRangeOfMonthsFollowsTheCalendar() {
    BsonArray input =
        array(
            """
            [{t: {$date: "2024-01-31T00:00:00Z"}}, {t: {$date: "2024-02-29T00:00:00Z"}},
             {t: {$date: "2024-03-30T00:00:00Z"}}]
            """);
    BsonArray pipeline =
        array(
            """
            [{$setWindowFields: {sortBy: {t: 1}, output: {
               n: {$count: {}, window: {range: [0, 1], unit: "month"}}}}},
             {$replaceWith: {n: "$n"}}]
            """);
    assertEquals(array("[{n: 2}, {n: 1}, {n: 1}]"), Pipelines.run(pipeline, input));
  }

  @Test
  void aNumberThatIsNotFiniteLeavesNoTrace() {
    BsonArray input =
        array("[{x: 1, v: {$numberDouble: \"Infinity\"}}, {x: 2, v: 1}, {x: 3, v: 3}]");
    BsonArray pipeline =
        array(
            """
            [{$setWindowFields: {sortBy: {x: 1}, output: {
               s: {$sum: "$v", window: {documents: [-1, 0]}},
               d: {$stdDevPop: "$v", window: {documents: [-1, 0]}},
               c: {$covariancePop: ["$v", "$x"], window: {documents: [-1, 0]}}}}},
             {$skip: 1}, {$replaceWith: {s: "$s", d: "$d", c: "$c"}}]
            """);
    assertEquals(
        array("[{s: {$numberDouble: \"Infinity\"}, d: null, c: 0.0}, {s: 4, d: 1.0, c: 0.5}]"),
        Pipelines.run(pipeline, input));
  }

  @Test
  void whatIsMissingIsFilled() {
    BsonArray input = array("[{x: 1, a: 1, b: 2, c: 3}, {x: 2}, {x: 3, a: null, b: 4, c: null}]");
    assertEquals(
        array("[{x: 1, a: 1, b: 2, c: 3}, {x: 2, a: 1, b: 3.0, c: 0}, {x: 3, a: 1, b: 4, c: 0}]"),
        Pipelines.run(
            array(
                """
                [{$fill: {sortBy: {x: 1}, output: {
                  a: {method: "locf"}, b: {method: "linear"}, c: {value: 0}}}}]
                """),
            input));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          1 => 9
          {} => 40414
          {output: {}} => 6050203
          {output: {a: 1}} => 6050200
          {output: {a: {method: "nope"}}} => 6050202
          {output: {a: {method: "locf", value: 1}}} => 6050201
          {output: {a: {method: 1}}} => 14
          {output: {a: {nope: 1}}} => 40415
          {output: {a: {method: "linear"}}} => 605001
          {partitionBy: "$x", partitionByFields: ["x"], output: {a: {value: 1}}} => 6050204
          {partitionByFields: [1], output: {a: {value: 1}}} => 14
          """)
  void aWrongFillIsRefusedWithItsCode(String spec, int code) {
    assertRefused(code, () -> run("{$fill: " + spec + "}"), spec);
  }
}

package dev.meerkat.aggregation;

import static dev.meerkat.aggregation.Pipelines.array;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Pipeline;
import java.util.Collections;
import org.bson.BsonArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pipelines answer, stage by stage and accumulator by accumulator. */
final class PipelinesTest {
  private static final String INPUT =
      """
      [{_id: 1, g: "a", v: 3, t: ["x", "y"]}, {_id: 2, g: "b", v: 1, t: []},
       {_id: 3, g: "a", v: 2}, {_id: 4, v: null, o: {k: 1}}]
      """;

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          '[{$limit: 1}, {$replaceWith: {v: "$v"}}]' => [{v: 3}]
          '[{$skip: 3}, {$replaceRoot: {newRoot: "$o"}}]' => [{k: 1}]
          '[{$count: "n"}]' => [{n: 4}]
          '[{$limit: 1}, {$unwind: "$t"}, {$replaceWith: {t: "$t"}}]' => [{t: "x"}, {t: "y"}]
          '[{$group: {_id: null, s: {$sum: "$v"}}}]' => [{_id: null, s: 6}]
          '[{$group: {_id: "$g", s: {$sum: "$v"}}}]' => [{_id: "a", s: 5}, {_id: "b", s: 1}, {_id: null, s: 0}]
          '[{$group: {_id: null, r: {$avg: "$v"}}}]' => [{_id: null, r: 2.0}]
          '[{$group: {_id: null, r: {$min: "$v"}}}]' => [{_id: null, r: 1}]
          '[{$group: {_id: null, r: {$max: "$v"}}}]' => [{_id: null, r: 3}]
          '[{$group: {_id: null, r: {$first: "$g"}}}]' => [{_id: null, r: "a"}]
          '[{$group: {_id: null, r: {$last: "$g"}}}]' => [{_id: null, r: null}]
          '[{$group: {_id: null, r: {$push: "$g"}}}]' => [{_id: null, r: ["a", "b", "a"]}]
          '[{$group: {_id: null, r: {$addToSet: "$g"}}}]' => [{_id: null, r: ["a", "b"]}]
          '[{$group: {_id: null, r: {$count: {}}}}]' => [{_id: null, r: 4}]
          '[{$group: {_id: null, r: {$mergeObjects: "$o"}}}]' => [{_id: null, r: {k: 1}}]
          '[{$group: {_id: null, r: {$stdDevSamp: "$v"}}}]' => [{_id: null, r: 1.0}]
          '[{$group: {_id: null, r: {$firstN: {n: 2, input: "$v"}}}}]' => [{_id: null, r: [3, 1]}]
          '[{$group: {_id: null, r: {$lastN: {n: 2, input: "$v"}}}}]' => [{_id: null, r: [2, null]}]
          '[{$group: {_id: null, r: {$minN: {n: 2, input: "$v"}}}}]' => [{_id: null, r: [1, 2]}]
          '[{$group: {_id: null, r: {$maxN: {n: 2, input: "$v"}}}}]' => [{_id: null, r: [3, 2]}]
          '[{$group: {_id: null, r: {$concatArrays: "$t"}}}]' => [{_id: null, r: ["x", "y"]}]
          '[{$group: {_id: null, r: {$median: {input: "$v", method: "approximate"}}}}]' => [{_id: null, r: 2.0}]
          '[{$sortByCount: "$g"}, {$limit: 1}]' => [{_id: "a", count: 2}]
          '[{$bucket: {groupBy: "$_id", boundaries: [1, 3, 9]}}]' => [{_id: 1, count: 2}, {_id: 3, count: 2}]
          '[{$bucketAuto: {groupBy: "$_id", buckets: 2}}]' => [{_id: {min: 1, max: 3}, count: 2}, {_id: {min: 3, max: 4}, count: 2}]
          '[{$limit: 2}, {$bucketAuto: {groupBy: "$_id", buckets: 2, granularity: "R5", output: {}}}]' => [{_id: {min: 0.63, max: 1.6}, count: 1}, {_id: {min: 1.6, max: 2.5}, count: 1}]
          '[{$facet: {a: [{$count: "n"}], b: [{$limit: 1}, {$count: "m"}]}}]' => [{a: [{n: 4}], b: [{m: 1}]}]
          '[{$redact: {$cond: [{$eq: ["$k", 1]}, "$$PRUNE", "$$DESCEND"]}}, {$skip: 3}]' => [{_id: 4, v: null}]
          '[{$sample: {size: 9}}, {$count: "n"}]' => [{n: 4}]
          """)
  void aPipelineAnswersItsDocuments(String pipeline, String expected) {
    assertEquals(array(expected), Pipelines.run(array(pipeline), array(INPUT)), pipeline);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          '{$limit: 0}' => 15958
          '{$limit: 1.5}' => 5107201
          '{$skip: -1}' => 5107200
          '{$count: ""}' => 40157
          '{$count: "a.b"}' => 40160
          '{$unwind: 1}' => 15981
          '{$unwind: "a"}' => 28818
          '{$group: 1}' => 15947
          '{$group: {}}' => 15955
          '{$group: {_id: 1, a: {$nope: 1}}}' => 15952
          '{$group: {_id: {a: 1}}}' => 17390
          '{$group: {_id: 1, a: {$sum: [1, 2]}}}' => 40237
          '{$sort: 1}' => 15973
          '{$sort: {}}' => 15976
          '{$sample: {size: 0}}' => 28747
          '{$facet: {}}' => 40169
          '{$bucket: {groupBy: "$a", boundaries: [1]}}' => 40192
          '{$bucketAuto: {groupBy: "$a", buckets: 0}}' => 40243
          '{$bucket: {groupBy: "$a", boundaries: [0, 1], output: {_id: {$sum: 1}}}}' => 15948
          '{$facet: {"": []}}' => 15998
          '{$facet: {"a.b": []}}' => 16412
          '{$facet: {"$a": []}}' => 16410
          '{$unwind: "$a\\u0000b"}' => 16419
          '{$replaceRoot: {newRoot: 1}}' => 40228
          '{$redact: 1}' => 17053
          '{$lookup: {}}' => 9
          '{$lookup: {from: "a"}}' => 40414
          '{$lookup: {from: "a", as: "b", localField: "", foreignField: "c"}}' => 9
          '{$lookup: {from: "a", as: "b", nope: 1}}' => 40415
          '{$out: "$a"}' => 20
          '{$out: {db: "a", coll: "b", timeseries: 1}}' => 14
          '{$out: {db: "a", coll: "b", timeseries: {}}}' => 40414
          '{$out: {db: "a", coll: "b", timeseries: {timeField: "t", granularity: 1}}}' => 14
          '{$out: {db: "a", coll: "b", timeseries: {timeField: "t", bucketMaxSpanSeconds: "1"}}}' => 14
          '{$out: {db: "a", coll: "b", timeseries: {timeField: "t", nope: 1}}}' => 40415
          '{$sort: {a: 1.5, "": 2}}' => 15975
          '{$sort: {a: {$numberDouble: "NaN"}}}' => 15975
          '{$graphLookup: {}}' => 40105
          '{$nope: 1}' => 40324
          """)
  void aWrongStageIsRefusedWithItsCode(String stage, int code) {
    ServerException refusal =
        assertThrows(
            ServerException.class,
            () -> Pipelines.run(array("[" + stage + "]"), array(INPUT)),
            stage);
    assertEquals(code, refusal.code().number(), stage);
  }

  @Test
  void optimizingChangesNoAnswer() {
    BsonArray pipeline =
        array("[{$skip: 1}, {$skip: 1}, {$limit: 9}, {$limit: 1}, {$replaceWith: {v: \"$v\"}}]");
    assertEquals(array("[{v: 2}]"), Pipelines.run(pipeline, array(INPUT)));
    Pipeline optimized = PipelineOptimizer.optimize(Pipelines.parse(pipeline));
    assertEquals(3, optimized.stages().size());
    assertEquals(array("[{v: 2}]"), Pipelines.run(optimized, array(INPUT)));
  }

  @Test
  void aThousandStagesFitOnASmallStack() throws InterruptedException {
    BsonArray pipeline =
        new BsonArray(Collections.nCopies(1000, array("[{$addFields: {x: 1}}]").getFirst()));
    BsonArray results = new BsonArray();
    Thread thread =
        new Thread(
            null, () -> results.addAll(Pipelines.run(pipeline, array(INPUT))), "run", 128 * 1024);
    thread.start();
    thread.join();
    assertEquals(4, results.size());
  }

  @Test
  void aPrefixTakesSkipAndLimitAndLeavesTheRest() {
    PipelinePrefix prefix =
        PipelinePrefix.split(
            Pipelines.parse(array("[{$skip: 2}, {$limit: 3}, {$skip: 1}, {$count: \"n\"}]")));
    assertEquals(2, prefix.skip());
    assertEquals(3, prefix.limit());
    assertEquals(2, prefix.rest().stages().size());
  }
}

package dev.meerkat.aggregation;

import static dev.meerkat.aggregation.Pipelines.array;
import static dev.meerkat.aggregation.Pipelines.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.aggregation.stage.ServerStages;
import dev.meerkat.spi.ServerException;
import org.bson.BsonArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients are answered that send what servers send each other. */
final class InternalStagesTest {
  private static final String INPUT = "[{_id: 1, a: 1}, {_id: 2, a: 3}]";

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          {$_internalInhibitOptimization: {}} => 0
          {$_internalInhibitOptimization: 1} => 14
          {$_internalInhibitOptimization: {a: 1}} => 9
          {$_internalShredDocuments: {}} => 0
          {$_internalShredDocuments: 1} => 7997500
          {$_internalShredDocuments: {a: 1}} => 7997501
          {$_internalSplitPipeline: {}} => 0
          {$_internalSplitPipeline: {mergeType: "anyShard"}} => 0
          {$_internalSplitPipeline: 1} => 14
          {$_internalSplitPipeline: {a: 1}} => 2
          {$_internalSplitPipeline: {mergeType: 1}} => 2
          {$_internalSplitPipeline: {mergeType: "primaryShard"}} => 2
          {$_internalSplitPipeline: {mergeType: "mongos"}} => 40644
          {$_internalSplitPipeline: {mergeType: {}}} => 7958300
          {$_internalSplitPipeline: {mergeType: {specificShard: "a"}}} => 7958301
          {$_internalSetWindowFields: 1} => 9
          {$_internalSetWindowFields: {output: {x: 1}}} => 9
          {$_internalStreamingGroup: 1} => 15947
          {$_internalStreamingGroup: {_id: "$a"}} => 7026702
          {$_internalStreamingGroup: {_id: "$a", $monotonicIdFields: ["a"]}} => 7026703
          {$_internalStreamingGroup: {_id: {a: "$a"}, $monotonicIdFields: [1]}} => 7026704
          {$_internalStreamingGroup: {_id: {a: "$a"}, $monotonicIdFields: ["b"]}} => 7026705
          {$_internalUnpackBucket: {timeField: "t"}} => 5510602
          {$_unpackBucket: 1} => 5612400
          {$_unpackBucket: {timeField: 1}} => 5612401
          {$_unpackBucket: {timeField: "t", metaField: 1}} => 5612402
          {$_unpackBucket: {timeField: "t", metaField: "a.b"}} => 5612403
          {$_unpackBucket: {timeField: "t", include: []}} => 5612404
          {$_unpackBucket: {}} => 5612405
          {$_unpackBucket: {timeField: "t", assumeNoMixedSchemaData: 1}} => 6067203
          {$_internalReplaceRoot: {}} => 40324
          """)
  void whatIsWrongIsRefusedAndTheRestPassesDocuments(String stage, int code) {
    if (code == 0) {
      assertEquals(array(INPUT), run("[" + stage + "]"));
      return;
    }
    assertRefused(code, () -> run("[" + stage + "]"), stage);
  }

  @Test
  void windowsOfSortedDocumentsEndWhereThePartitionChanges() {
    assertEquals(
        array(
            "[{_id: 1, p: 1, n: 1}, {_id: 3, p: 1, n: 2}, {_id: 2, p: 2, n: 1},"
                + " {_id: 4, p: 1, n: 1}]"),
        Pipelines.run(
            array(
                "[{$_internalSetWindowFields: {partitionBy: '$p', sortBy: {_id: 1}, output: {n:"
                    + " {$documentNumber: {}}}}}]"),
            array("[{_id: 1, p: 1}, {_id: 3, p: 1}, {_id: 2, p: 2}, {_id: 4, p: 1}]")));
  }

  @Test
  void aStreamingGroupAnswersWhatItHasWhereAMonotonicFieldChanges() {
    BsonArray input =
        array(
            "[{t: 1, a: 'x'}, {t: 1, a: 'y'}, {t: 1, a: 'x'}, {t: 2, a: 'x'}, {t: 2, a: 'x'},"
                + " {t: 1, a: 'x'}]");
    assertEquals(
        array(
            "[{_id: {t: 1, a: 'x'}, n: 2}, {_id: {t: 1, a: 'y'}, n: 1}, {_id: {t: 2, a: 'x'}, n:"
                + " 2}, {_id: {t: 1, a: 'x'}, n: 1}]"),
        Pipelines.run(
            array(
                "[{$_internalStreamingGroup: {_id: {t: '$t', a: '$a'}, n: {$sum: 1},"
                    + " $monotonicIdFields: ['t']}}]"),
            input));
    assertEquals(
        array("[{_id: 1, n: 3}, {_id: 2, n: 2}, {_id: 1, n: 1}]"),
        Pipelines.run(
            array(
                "[{$_internalStreamingGroup: {_id: '$t', n: {$sum: 1}, $monotonicIdFields:"
                    + " ['_id']}}]"),
            input));
    assertEquals(
        array("[]"),
        Pipelines.run(
            array("[{$_internalStreamingGroup: {_id: '$t', $monotonicIdFields: ['_id']}}]"),
            array("[]")));
  }

  @Test
  void whatIsForServersAloneIsRefusedWhateverItSays() {
    for (String name : new ServerStages().names()) {
      ServerException refusal =
          assertThrows(ServerException.class, () -> run("[{" + name + ": {}}]"), name);
      assertEquals(5491300, refusal.code().number(), name);
      assertEquals(name + "' is not allowed in user requests", refusal.getMessage());
    }
  }

  private static BsonArray run(String pipeline) {
    return Pipelines.run(array(pipeline), array(INPUT));
  }
}

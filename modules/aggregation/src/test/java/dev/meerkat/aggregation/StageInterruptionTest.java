package dev.meerkat.aggregation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.aggregation.stage.CoreStages;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.SpilledRun;
import dev.meerkat.spi.Spills;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/**
 * No stage takes many documents, from its input or of those that it has spilled, without handing
 * one over or looking whether it is to end.
 */
final class StageInterruptionTest {
  private static final int DOCUMENTS = 3_000;

  /** Documents that may be taken between two looks. */
  private static final int MOST = 200;

  private static final Map<String, String> STAGES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("$_internalInhibitOptimization", "{}"),
              Map.entry(
                  "$_internalSetWindowFields",
                  "{partitionBy: '$a', sortBy: {_id: 1}, output: {x: {$shift: {output: '$text', by:"
                      + " -1}}}}"),
              Map.entry("$_internalShredDocuments", "{}"),
              Map.entry("$_internalSplitPipeline", "{mergeType: 'localOnly'}"),
              Map.entry(
                  "$_internalStreamingGroup",
                  "{_id: {a: {$gt: ['$_id', 1500]}, b: '$_id'}, $monotonicIdFields: ['a']}"),
              Map.entry("$addFields", "{b: '$a'}"),
              Map.entry("$bucket", "{groupBy: '$_id', boundaries: [0, 9], default: -1}"),
              Map.entry(
                  "$bucketAuto", "{groupBy: '$a', buckets: 3, output: {all: {$push: '$_id'}}}"),
              Map.entry("$count", "'n'"),
              Map.entry(
                  "$densify",
                  "{field: '_id', partitionByFields: ['a'], range: {step: 1, bounds:"
                      + " 'partition'}}"),
              Map.entry("$facet", "{x: [{$match: {a: -1}}], y: [{$sort: {a: 1}}, {$skip: 2999}]}"),
              Map.entry("$fill", "{sortBy: {_id: 1}, output: {z: {method: 'locf'}}}"),
              Map.entry("$group", "{_id: '$_id', all: {$push: '$text'}}"),
              Map.entry("$limit", "2999"),
              Map.entry("$match", "{a: -1}"),
              Map.entry("$project", "{a: 1}"),
              Map.entry("$redact", "{$cond: [{$gte: ['$_id', 0]}, '$$PRUNE', '$$KEEP']}"),
              Map.entry("$replaceRoot", "{newRoot: '$$ROOT'}"),
              Map.entry("$replaceWith", "'$$ROOT'"),
              Map.entry("$sample", "{size: 2000}"),
              Map.entry("$score", "{score: '$_id', normalization: 'minMaxScaler'}"),
              Map.entry("$set", "{b: '$a'}"),
              Map.entry(
                  "$setWindowFields",
                  "{partitionBy: '$a', sortBy: {_id: -1}, output: {x: {$shift: {output: '$text',"
                      + " by: -9}}, y: {$sum: '$_id', window: {documents: [-5, 5]}}}}"),
              Map.entry("$skip", "2999"),
              Map.entry("$sort", "{a: 1, text: 1}"),
              Map.entry("$sortByCount", "'$_id'"),
              Map.entry("$unset", "'a'"),
              Map.entry("$unwind", "'$none'")));

  /** Stages that read collections, or cannot run here; the engine's tests have them. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "$_internalUnpackBucket",
          "$_unpackBucket",
          "$documents",
          "$geoNear",
          "$graphLookup",
          "$listSearchIndexes",
          "$lookup",
          "$merge",
          "$out",
          "$rankFusion",
          "$scoreFusion",
          "$search",
          "$searchBeta",
          "$searchMeta",
          "$unionWith",
          "$vectorSearch");

  @Test
  void everyStageIsHere() {
    Set<String> named = new TreeSet<>(STAGES.keySet());
    named.addAll(ELSEWHERE);
    assertEquals(new TreeSet<>(new CoreStages().names()), named);
  }

  @Test
  void everyStageLooksWhileItReads() {
    assertAll(STAGES.entrySet().stream().map(stage -> () -> check(stage, 100_000_000)));
  }

  @Test
  void everyStageLooksWhileItReadsWhatItHasSpilled() {
    assertAll(STAGES.entrySet().stream().map(stage -> () -> check(stage, 20_000)));
    // So many runs that they are merged before the end.
    Map.Entry<String, String> sort = Map.entry("$sort", "{text: 1, _id: -1}");
    check(sort, 2_000);
  }

  private static void check(Map.Entry<String, String> spec, long limitBytes) {
    String name = spec.getKey();
    Watch watch = new Watch(new MemorySpills(limitBytes));
    BsonArray stage =
        BsonDocument.parse("{v: [{" + name + ": " + spec.getValue() + "}]}").getArray("v");
    try (Cursor cursor =
        Pipelines.open(Pipelines.parse(stage), new Input(watch), watch, true, watch::look)) {
      while (cursor.advance()) {
        watch.look();
      }
    }
    assertTrue(watch.taken >= DOCUMENTS - 1, name + " has read " + watch.taken);
    assertTrue(watch.most <= MOST, name + " has taken " + watch.most + " without a look");
  }

  /** Counts what is taken between two looks. Threads: confined to one test. */
  private static final class Watch implements Spills {
    private final MemorySpills spills;
    private int since;
    private int most;
    private int taken;

    Watch(MemorySpills spills) {
      this.spills = spills;
    }

    void look() {
      since = 0;
    }

    void take() {
      taken++;
      since++;
      most = Math.max(most, since);
    }

    @Override
    public long memoryLimitBytes(String stage) {
      return spills.memoryLimitBytes(stage);
    }

    @Override
    public boolean isPossible() {
      return true;
    }

    @Override
    public SpilledRun begin() {
      return new WatchedRun(spills.begin(), this);
    }
  }

  private record WatchedRun(SpilledRun run, Watch watch) implements SpilledRun {
    @Override
    public long add(DocumentView document, DocumentView side) {
      return run.add(document, side);
    }

    @Override
    public Reader read(long position) {
      return new WatchedReader(run.read(position), watch);
    }

    @Override
    public void close() {
      run.close();
    }
  }

  private record WatchedReader(SpilledRun.Reader reader, Watch watch) implements SpilledRun.Reader {
    @Override
    public boolean advance() {
      watch.take();
      return reader.advance();
    }

    @Override
    public DocumentView document() {
      return reader.document();
    }

    @Override
    public DocumentView side() {
      return reader.side();
    }
  }

  /** Threads: confined to one test. */
  private static final class Input implements Cursor {
    private final Watch watch;
    private int next;

    Input(Watch watch) {
      this.watch = watch;
    }

    @Override
    public boolean advance() {
      watch.take();
      return next++ < DOCUMENTS;
    }

    @Override
    public DocumentView current() {
      int id = next - 1;
      return DocumentView.of(
          new BsonDocument("_id", new BsonInt32(id))
              .append("a", new BsonInt32(id % 3))
              .append("text", new BsonString("some text " + id % 7)));
    }

    @Override
    public void close() {}
  }
}

package dev.meerkat.engine.plan;

import dev.meerkat.spi.Spills;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/** What explain tells of a plan that has run. Threads: immutable. */
final class ExecutionStats {
  /** What explain calls the time that a stage has worked. */
  private static final String ESTIMATE = "executionTimeMillisEstimate";

  private static final long NANOS_PER_MILLI = 1_000_000;

  private ExecutionStats() {}

  /** What is told of a candidate as a whole. */
  static BsonDocument trial(PlanExecutor executor) {
    NodeCounters counters = executor.rootCounters();
    BsonDocument told = new BsonDocument("nReturned", count(counters.advanced));
    if (counters.isTimed) {
      told.append(ESTIMATE, count(counters.nanos / NANOS_PER_MILLI));
    }
    return told.append("totalKeysExamined", count(executor.keysExamined()))
        .append("totalDocsExamined", count(executor.docsExamined()));
  }

  /** A plan that is told as one stage. */
  static BsonDocument express(Plan.Express plan, PlanNode root) {
    BsonDocument stage = PlanDescription.express(plan);
    NodeCounters counters = root.counters();
    stage.append("nReturned", count(counters.advanced));
    if (counters.isTimed) {
      stage.append(ESTIMATE, count(counters.nanos / NANOS_PER_MILLI));
    }
    return stage
        .append("keysExamined", count(keysExamined(root)))
        .append("docsExamined", count(docsExamined(root)));
  }

  static BsonDocument stages(PlanNode node, Spills spills) {
    NodeCounters counters = node.counters();
    if (counters.isToldByInput) {
      return clustered(node, spills);
    }
    BsonDocument stage = PlanDescription.own(node.plan(), spills);
    appendRun(stage, counters);
    appendExamined(stage, node, counters);
    appendInputs(stage, node, spills);
    return stage;
  }

  /** A scan of a clustered index with what is asked of its documents, or told of their keys. */
  private static BsonDocument clustered(PlanNode node, Spills spills) {
    PlanNode scan = node.inputs().getFirst();
    if (!scan.counters().isClustered) {
      return stages(scan, spills);
    }
    BsonDocument stage = PlanDescription.own(scan.plan(), spills);
    if (node.plan() instanceof Plan.Fetch fetch) {
      stage = PlanDescription.withFilter(stage, fetch);
    }
    appendRun(stage, node.counters());
    return stage.append("docsExamined", count(scan.counters().documents()));
  }

  private static void appendRun(BsonDocument stage, NodeCounters counters) {
    stage.append("nReturned", count(counters.advanced));
    if (counters.isTimed) {
      stage.append(ESTIMATE, count(counters.nanos / NANOS_PER_MILLI));
    }
    stage.append("works", count(counters.works));
    stage.append("advanced", count(counters.advanced));
    stage.append("needTime", count(counters.works - counters.advanced - (counters.isDone ? 1 : 0)));
    stage.append("needYield", count(0));
    stage.append("saveState", count(counters.saves));
    stage.append("restoreState", count(counters.restores));
    stage.append("isEOF", count(counters.isDone ? 1 : 0));
  }

  private static void appendInputs(BsonDocument stage, PlanNode node, Spills spills) {
    List<PlanNode> inputs = node.inputs();
    if (inputs.size() == 1) {
      stage.append("inputStage", stages(inputs.getFirst(), spills));
    } else if (!inputs.isEmpty()) {
      BsonArray array = new BsonArray();
      inputs.forEach(input -> array.add(stages(input, spills)));
      stage.append("inputStages", array);
    }
  }

  static long keysExamined(PlanNode node) {
    long sum = node.counters().keys();
    if (node instanceof OneInputNode one) {
      return sum + keysExamined(one.input);
    }
    if (!(node instanceof ReadingNode)) {
      for (PlanNode input : node.inputs()) {
        sum += keysExamined(input);
      }
    }
    return sum;
  }

  static long docsExamined(PlanNode node) {
    long sum = node.counters().documents();
    if (node instanceof OneInputNode one) {
      return sum + docsExamined(one.input);
    }
    if (!(node instanceof ReadingNode)) {
      for (PlanNode input : node.inputs()) {
        sum += docsExamined(input);
      }
    }
    return sum;
  }

  private static void appendExamined(BsonDocument stage, PlanNode node, NodeCounters counters) {
    if (counters.isClustered) {
      stage.append("docsExamined", count(counters.documents()));
      return;
    }
    switch (node.plan()) {
      case Plan.CollectionScan _ -> stage.append("docsExamined", count(counters.docsExamined));
      case Plan.Covered _ -> stage.append("docsExamined", count(counters.docsExamined));
      case Plan.Fetch _ -> {
        stage.append("docsExamined", count(counters.docsExamined));
        stage.append("alreadyHasObj", count(0));
      }
      case Plan.IdLookup _ -> {
        stage.append("keysExamined", count(counters.keysExamined));
        stage.append("docsExamined", count(counters.docsExamined));
      }
      case Plan.CountScan _ -> stage.append("keysExamined", count(counters.keysExamined));
      case Plan.DistinctScan distinct -> {
        stage.append("keysExamined", count(counters.keysExamined));
        if (distinct.isFetching()) {
          stage.append("docsExamined", count(counters.docsExamined));
        }
        stage.append("seeks", count(counters.seeks));
      }
      case Plan.AndHash _, Plan.AndSorted _ -> {}
      case Plan.IndexScan scan -> {
        stage.append("keysExamined", count(counters.keysExamined));
        stage.append("seeks", count(counters.seeks));
        long tested = scan.isMultikey() ? counters.advanced + counters.duplicates : 0;
        stage.append("dupsTested", count(tested));
        stage.append("dupsDropped", count(counters.duplicates));
      }
      case Plan.Or _, Plan.SortMerge _ -> {
        stage.append("dupsTested", count(counters.advanced + counters.duplicates));
        stage.append("dupsDropped", count(counters.duplicates));
      }
      case Plan.TextMatch _ -> {
        long met = node.inputs().getFirst().counters().advanced;
        stage.append("docsRejected", count(met - counters.advanced));
      }
      case Plan.Sort _ -> {
        stage.append("totalDataSizeSorted", new BsonInt64(counters.dataSizeBytes));
        stage.append("usedDisk", BsonBoolean.valueOf(counters.spills > 0));
        stage.append("spills", new BsonInt64(counters.spills));
      }
      case Plan.Near _ -> {
        SearchIntervals intervals = counters.intervals;
        if (intervals != null) {
          stage.append("searchIntervals", intervals.described(counters.isDone));
        }
      }
      case Plan.TextOr _,
          Plan.Eof _,
          Plan.Express _,
          Plan.ReturnKey _,
          Plan.Skip _,
          Plan.Limit _ -> {}
    }
  }

  private static BsonValue count(long number) {
    return number == (int) number ? new BsonInt32((int) number) : new BsonInt64(number);
  }
}

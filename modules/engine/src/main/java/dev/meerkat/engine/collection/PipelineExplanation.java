package dev.meerkat.engine.collection;

import dev.meerkat.aggregation.stage.JoiningStage;
import dev.meerkat.engine.plan.PlanExecutor;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.SpillCount;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * The stages of a pipeline that a plan does not take over, and how many documents come of each.
 * Threads: confined to one operation.
 */
final class PipelineExplanation {
  private static final Set<String> SPILLING =
      Set.of("$bucketAuto", "$graphLookup", "$group", "$setWindowFields", "$sort");

  private final List<Stage> stages;
  private final StageContext context;
  private final List<Counted> counted = new ArrayList<>();

  PipelineExplanation(List<Stage> stages, StageContext context) {
    this.stages = stages;
    this.context = context;
  }

  /** Runs the stages over a plan; one that writes is left out. */
  void run(PlanExecutor executor) {
    run(executor, 0);
  }

  /** Runs the stages behind the first one, given what that one answers. */
  void runCounted(Cursor first) {
    Counted source = new Counted(first, context, new SpillCount());
    counted.add(source);
    run(source, 1);
  }

  private void run(Cursor source, int from) {
    Cursor cursor = source;
    for (Stage stage : stages.subList(from, stages.size())) {
      if (stage.traits().position() == StageTraits.Position.LAST) {
        break;
      }
      SpillCount spills = new SpillCount();
      Counted next = new Counted(stage.open(cursor, context.counting(spills)), context, spills);
      counted.add(next);
      cursor = next;
    }
    while (cursor.advance()) {
      // What counts is how they were found.
    }
    counted.reversed().forEach(each -> each.input.close());
  }

  /** The explanation of the plan with the stages after it. */
  BsonDocument over(BsonDocument plan) {
    if (stages.isEmpty()) {
      return plan;
    }
    BsonDocument cursor = new BsonDocument("queryPlanner", plan.get("queryPlanner"));
    if (plan.containsKey("executionStats")) {
      cursor.append("executionStats", plan.get("executionStats"));
    }
    BsonArray all = new BsonArray(List.of(new BsonDocument("$cursor", cursor)));
    all.addAll(stages());
    return new BsonDocument("explainVersion", new BsonString("1")).append("stages", all);
  }

  BsonArray stages() {
    BsonArray described = new BsonArray();
    for (int i = 0; i < stages.size(); i++) {
      BsonDocument stage = new BsonDocument();
      stage.putAll(stages.get(i).describe());
      if (stages.get(i) instanceof JoiningStage joining) {
        stage.append("strategy", new BsonString(joining.strategy(context)));
      }
      if (i < counted.size()) {
        Counted ran = counted.get(i);
        if (SPILLING.contains(stages.get(i).name())) {
          stage.append("usedDisk", BsonBoolean.valueOf(ran.spills.spills() > 0));
          stage.append("spills", PlanExplanation.number(ran.spills.spills()));
        }
        stage.append("nReturned", PlanExplanation.number(ran.returned));
        stage.append("executionTimeMillisEstimate", PlanExplanation.number(ran.nanos / 1_000_000));
      }
      described.add(stage);
    }
    return described;
  }

  /**
   * Counts what a stage answers, and the time until it does. Threads: confined to one operation.
   */
  private static final class Counted implements Cursor {
    private final Cursor input;
    private final StageContext context;
    private final SpillCount spills;
    private long returned;
    private long nanos;

    Counted(Cursor input, StageContext context, SpillCount spills) {
      this.input = input;
      this.context = context;
      this.spills = spills;
    }

    @Override
    public boolean advance() {
      long began = context.operation().ticker().nanos();
      boolean more = input.advance();
      nanos += context.operation().ticker().nanos() - began;
      returned += more ? 1 : 0;
      return more;
    }

    @Override
    public DocumentView current() {
      return input.current();
    }

    /** The plan below is still to tell what it has done. */
    @Override
    public void close() {}
  }
}

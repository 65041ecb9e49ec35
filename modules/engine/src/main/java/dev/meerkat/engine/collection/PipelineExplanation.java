package dev.meerkat.engine.collection;

import dev.meerkat.engine.plan.PlanExecutor;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * The stages of a pipeline that a plan does not take over, and how many documents come of each.
 * Threads: confined to one operation.
 */
final class PipelineExplanation {
  private final List<Stage> stages;
  private final List<Counted> counted = new ArrayList<>();

  PipelineExplanation(List<Stage> stages) {
    this.stages = stages;
  }

  /** Runs the stages over a plan; one that writes is left out. */
  void run(PlanExecutor executor, StageContext context) {
    Cursor cursor = executor;
    for (Stage stage : stages) {
      if (stage.traits().position() == StageTraits.Position.LAST) {
        break;
      }
      Counted next = new Counted(stage.open(cursor, context));
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
      if (i < counted.size()) {
        stage.append("nReturned", PlanExplanation.number(counted.get(i).returned));
      }
      described.add(stage);
    }
    return described;
  }

  /** Counts what a stage answers. Threads: confined to one operation. */
  private static final class Counted implements Cursor {
    private final Cursor input;
    private long returned;

    Counted(Cursor input) {
      this.input = input;
    }

    @Override
    public boolean advance() {
      boolean more = input.advance();
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

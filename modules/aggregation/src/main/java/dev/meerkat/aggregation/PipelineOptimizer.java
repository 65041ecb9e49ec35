package dev.meerkat.aggregation;

import dev.meerkat.aggregation.stage.LimitStage;
import dev.meerkat.aggregation.stage.MatchStage;
import dev.meerkat.aggregation.stage.SkipStage;
import dev.meerkat.aggregation.stage.SortStage;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Rewrites pipelines without changing what they answer: a {@code $match} moves before a {@code
 * $sort}, limits and skips that stand side by side become one, and a sort learns of the limit after
 * it. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/aggregation-pipeline-optimization/">
 *     Pipeline optimization</a>
 */
public final class PipelineOptimizer {
  private PipelineOptimizer() {}

  public static Pipeline optimize(Pipeline pipeline) {
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : pipeline.stages()) {
      append(stages, stage);
    }
    limitSorts(stages);
    return new Pipeline(stages, pipeline.variables());
  }

  private static void append(List<Stage> stages, Stage stage) {
    if (stages.isEmpty()) {
      stages.add(stage);
      return;
    }
    Stage last = stages.getLast();
    switch (stage) {
      case MatchStage match when last instanceof SortStage sort && sort.limit() == 0 -> {
        stages.removeLast();
        append(stages, match);
        stages.add(last);
      }
      case LimitStage limit when last instanceof LimitStage before ->
          stages.set(stages.size() - 1, new LimitStage(Math.min(before.limit(), limit.limit())));
      case SkipStage skip
          when last instanceof SkipStage before && before.skip() <= Long.MAX_VALUE - skip.skip() ->
          stages.set(stages.size() - 1, new SkipStage(before.skip() + skip.skip()));
      default -> stages.add(stage);
    }
  }

  /** Tells each sort how many documents are wanted of it. */
  private static void limitSorts(List<Stage> stages) {
    for (int i = 0; i < stages.size(); i++) {
      if (!(stages.get(i) instanceof SortStage sort)) {
        continue;
      }
      long skipped = 0;
      int next = i + 1;
      if (next < stages.size() && stages.get(next) instanceof SkipStage skip) {
        skipped = skip.skip();
        next++;
      }
      if (next < stages.size()
          && stages.get(next) instanceof LimitStage limit
          && skipped <= Long.MAX_VALUE - limit.limit()) {
        stages.set(i, sort.limitedTo(skipped + limit.limit()));
        if (skipped == 0) {
          stages.remove(next);
        }
      }
    }
  }
}

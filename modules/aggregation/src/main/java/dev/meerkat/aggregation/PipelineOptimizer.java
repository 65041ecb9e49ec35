package dev.meerkat.aggregation;

import dev.meerkat.aggregation.stage.LimitStage;
import dev.meerkat.aggregation.stage.MatchStage;
import dev.meerkat.aggregation.stage.NestingStage;
import dev.meerkat.aggregation.stage.SkipStage;
import dev.meerkat.aggregation.stage.SortStage;
import dev.meerkat.aggregation.stage.StageRules;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites pipelines without changing what they answer: a {@code $match}, or part of it, moves
 * before stages that leave its fields alone, rename them or take them from a document within,
 * {@code $lookup} takes the {@code $unwind} and the {@code $match} of what it finds, {@code
 * $unionWith} what filters its documents, too, limits and skips that stand side by side become one,
 * and a sort learns of the limit after it. The pipelines within stages are rewritten as well.
 * Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/aggregation-pipeline-optimization/">
 *     Pipeline optimization</a>
 */
public final class PipelineOptimizer {
  private PipelineOptimizer() {}

  public static Pipeline optimize(Pipeline pipeline) {
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : pipeline.stages()) {
      append(
          stages,
          stage instanceof NestingStage nesting
              ? nesting.optimized(PipelineOptimizer::optimize)
              : stage);
    }
    limitSorts(stages);
    return new Pipeline(stages, pipeline.variables(), pipeline.costlyMetadata());
  }

  private static void append(List<Stage> stages, Stage stage) {
    if (stages.isEmpty()) {
      stages.add(stage);
      return;
    }
    Stage last = stages.getLast();
    Stage fused = StageRules.fused(last, stage);
    if (fused != null) {
      stages.set(stages.size() - 1, fused);
      return;
    }
    switch (stage) {
      case MatchStage match -> appendMatch(stages, match);
      case LimitStage limit when last instanceof LimitStage before ->
          stages.set(stages.size() - 1, new LimitStage(Math.min(before.limit(), limit.limit())));
      case SkipStage skip
          when last instanceof SkipStage before && before.skip() <= Long.MAX_VALUE - skip.skip() ->
          stages.set(stages.size() - 1, new SkipStage(before.skip() + skip.skip()));
      default -> stages.add(stage);
    }
  }

  /** Puts a filter, or what of it can go there, before the last stage. */
  private static void appendMatch(List<Stage> stages, MatchStage match) {
    if (appendMoved(stages, match)) {
      return;
    }
    Stage last = stages.getLast();
    NestingStage taking = StageRules.taking(match, last);
    if (taking != null) {
      stages.removeLast();
      append(stages, match);
      stages.add(taking.optimized(PipelineOptimizer::optimize));
      return;
    }
    boolean isParted = false;
    for (MatchStage part : match.parts()) {
      isParted |= isMoved(stages, part) || StageRules.fused(last, part) != null;
    }
    if (isParted) {
      match.parts().forEach(part -> append(stages, part));
    } else {
      stages.add(match);
    }
  }

  private static boolean isMoved(List<Stage> stages, MatchStage match) {
    return StageRules.moved(match, stages.getLast()) != null || movedTwice(stages, match) != null;
  }

  private static @Nullable MatchStage movedTwice(List<Stage> stages, MatchStage match) {
    int size = stages.size();
    return size < 2 ? null : StageRules.moved(match, stages.get(size - 2), stages.get(size - 1));
  }

  /** Puts a whole filter before the last stage or the last two of them, if it can go there. */
  private static boolean appendMoved(List<Stage> stages, MatchStage match) {
    MatchStage moved = StageRules.moved(match, stages.getLast());
    int passed = 1;
    if (moved == null) {
      moved = movedTwice(stages, match);
      passed = 2;
    }
    if (moved == null) {
      return false;
    }
    List<Stage> behind = stages.subList(stages.size() - passed, stages.size());
    List<Stage> last = List.copyOf(behind);
    behind.clear();
    append(stages, moved);
    // What it met at the front may have taken it in, or it stands before these.
    stages.addAll(last);
    return true;
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

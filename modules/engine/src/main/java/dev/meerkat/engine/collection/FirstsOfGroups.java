package dev.meerkat.engine.collection;

import dev.meerkat.aggregation.PipelinePrefix;
import dev.meerkat.aggregation.stage.GroupFirsts;
import dev.meerkat.aggregation.stage.GroupStage;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pipelines that go on with a {@code $group} of which one document of each group is enough, and
 * that one an index finds. Threads: stateless.
 */
final class FirstsOfGroups {
  private FirstsOfGroups() {}

  /**
   * A plan that answers one document of each group, where the first stage behind it asks for no
   * more; else null.
   */
  static @Nullable Plan plan(
      Execution execution, StoredCollection collection, PlanQuery query, PipelinePrefix prefix) {
    if (prefix.near() != null
        || prefix.skip() > 0
        || prefix.limit() > 0
        || prefix.rest().stages().isEmpty()
        || !(prefix.rest().stages().getFirst() instanceof GroupStage group)
        || !group.isInPlan()) {
      return null;
    }
    GroupFirsts wanted = group.firsts(prefix.sort());
    return wanted == null
        ? null
        : PlanCursor.planner(execution, collection, query)
            .firsts(wanted.path(), wanted.sort(), wanted.isLast());
  }

  /** The stages behind such a plan, given those behind any other. */
  static Pipeline behind(Pipeline rest) {
    List<Stage> stages = new ArrayList<>(rest.stages());
    if (stages.getFirst() instanceof GroupStage group) {
      stages.set(0, group.ofFirsts());
    }
    return new Pipeline(stages, rest.variables());
  }
}

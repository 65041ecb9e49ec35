package dev.meerkat.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What the planner remembers of one collection while the server runs: the winners of trials, and
 * the index filters that it was given. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/query-plans/">Query plans</a>
 */
public final class PlanCache {
  private final ConcurrentMap<PlanShape, CachedPlan> plans = new ConcurrentHashMap<>();
  private final ConcurrentMap<PlanShape, IndexFilter> filters = new ConcurrentHashMap<>();

  /** The plan of a shape, or null where there is none for the indexes that there are now. */
  public @Nullable CachedPlan find(PlanShape shape, List<String> indexes) {
    CachedPlan plan = plans.get(shape);
    if (plan == null || plan.indexes().equals(indexes)) {
      return plan;
    }
    plans.remove(shape, plan);
    return null;
  }

  /**
   * Remembers the outcome of a trial.
   *
   * @param most plans; past this number the cache begins anew
   */
  void remember(CachedPlan found, long most) {
    if (most == 0) {
      return;
    }
    if (plans.size() >= most && !plans.containsKey(found.shape())) {
      plans.clear();
    }
    plans.merge(found.shape(), found, CachedPlan::after);
  }

  /** Forgets a plan that has turned out bad. */
  void forget(CachedPlan plan) {
    plans.remove(plan.shape());
  }

  /** All plans, in no order. */
  public List<CachedPlan> plans() {
    return new ArrayList<>(plans.values());
  }

  /** Forgets the plans of a shape, whatever they read. */
  public void clear(PlanShape shape) {
    PlanShape asked = shape.asked();
    plans.keySet().removeIf(known -> known.asked().equals(asked));
  }

  /** Forgets all plans. */
  public void clear() {
    plans.clear();
  }

  /** The index filter that bounds a query, or null. */
  @Nullable IndexFilter filter(PlanQuery query) {
    return filters.isEmpty() ? null : filters.get(PlanShape.of(query).asked());
  }

  /** Whether there is any index filter. */
  public boolean isFiltering() {
    return !filters.isEmpty();
  }

  /** Sets the index filter of a shape, in the place of the one that it had. */
  public void filter(IndexFilter filter) {
    filters.put(filter.shape().asked(), filter);
    clear(filter.shape());
  }

  /** All index filters, in no order. */
  public List<IndexFilter> filters() {
    return new ArrayList<>(filters.values());
  }

  /** Removes the index filter of a shape. */
  public void clearFilter(PlanShape shape) {
    filters.remove(shape.asked());
    clear(shape);
  }

  /** Removes all index filters. */
  public void clearFilters() {
    filters.clear();
    plans.clear();
  }
}

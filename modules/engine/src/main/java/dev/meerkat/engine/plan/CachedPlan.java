package dev.meerkat.engine.plan;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/**
 * The plan that has won the trial of one shape. Which index it goes by is what is remembered; its
 * bounds are those of the query at hand. Threads: immutable.
 *
 * @param access how the winner finds documents
 * @param indexes the idents of all indexes that there were
 * @param works units of work after which the winner had won
 * @param isActive whether it is used; at first a second trial has to come to the same end
 * @param createdMillis since the Unix epoch
 * @param createdFrom the query of the trial, in the shape of {@code createdFromQuery}
 * @param plan the winner as explain shows it
 * @param scores of all candidates, the winner's first
 * @param statistics of all candidates, the winner's first
 * @param isFiltered whether an index filter was in force
 */
public record CachedPlan(
    PlanShape shape,
    String access,
    List<String> indexes,
    long works,
    boolean isActive,
    long createdMillis,
    BsonDocument createdFrom,
    BsonDocument plan,
    BsonArray scores,
    BsonArray statistics,
    boolean isFiltered) {
  /** How much more work than in its trial a plan may take before it begins to answer. */
  private static final int PATIENCE = 10;

  public CachedPlan {
    indexes = List.copyOf(indexes);
  }

  /** After so much work without a document it is time to plan anew. */
  long patience() {
    return PATIENCE * Math.max(works, PATIENCE);
  }

  /** Eight digits for the shape and what indexes there are for it: {@code planCacheKey}. */
  public String key() {
    return key(shape, indexes);
  }

  /** The key under which a plan would be remembered. */
  static String key(PlanShape shape, List<String> indexes) {
    return "%08X".formatted((shape.text() + shape.reads()).hashCode() * 31 + indexes.hashCode());
  }

  /**
   * What to remember after another trial of the shape: its outcome where that took no more work,
   * and else this plan with more room, and unused.
   */
  CachedPlan after(CachedPlan next) {
    if (!next.indexes.equals(indexes)) {
      return next;
    }
    return next.works <= works ? next.with(next.works, true) : with(works * 2, false);
  }

  private CachedPlan with(long most, boolean active) {
    return new CachedPlan(
        shape,
        access,
        indexes,
        most,
        active,
        createdMillis,
        createdFrom,
        plan,
        scores,
        statistics,
        isFiltered);
  }
}

package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.query.Predicate;
import java.util.List;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Knows which queries need no planner: those for one document by one value of an index. They are
 * told as {@code EXPRESS_IXSCAN} and its like. Threads: immutable.
 */
final class ExpressPlans {
  private ExpressPlans() {}

  /** What a filter that is the equality of one path asks for; null where it is another. */
  static Predicate.@Nullable Path equality(List<Predicate> conjuncts) {
    if (conjuncts.size() != 1 || !(conjuncts.getFirst() instanceof Predicate.Path path)) {
      return null;
    }
    BsonValue value = path.operand();
    return switch (path.operator()) {
      case "$eq" -> isPlainValue(value) ? path : null;
      case "$in" ->
          value.isArray() && value.asArray().size() == 1 && isPlainValue(value.asArray().getFirst())
              ? new Predicate.Path(path.path(), "$eq", value.asArray().getFirst(), path.order())
              : null;
      default -> null;
    };
  }

  /** Whether an equality with a value asks for that value and nothing else. */
  static boolean isPlainValue(BsonValue value) {
    BsonType type = value.getBsonType();
    return type != BsonType.ARRAY
        && type != BsonType.NULL
        && type != BsonType.UNDEFINED
        && type != BsonType.REGULAR_EXPRESSION;
  }

  /**
   * Whether an index finds the first document of an equality with its first key.
   *
   * @param best the candidate that does so with the fewest fields, or null
   */
  static boolean isShorter(
      IndexCandidate candidate, Predicate.Path asked, @Nullable IndexCandidate best) {
    if (!candidate.isExact() || !isPlain(candidate.index()) || !begins(candidate, asked)) {
      return false;
    }
    int fields = candidate.index().components();
    int least = best == null ? Integer.MAX_VALUE : best.index().components();
    return fields < least
        || fields == least
            && best != null
            && candidate.index().definition().isUnique()
            && !best.index().definition().isUnique();
  }

  private static boolean begins(IndexCandidate candidate, Predicate.Path asked) {
    return candidate.firstPath().equals(asked.path()) && candidate.bounds().pointCount(0) == 1;
  }

  private static boolean isPlain(CollectionIndex index) {
    for (BsonValue type : index.definition().keyPattern().values()) {
      if (type.isString()) {
        return false;
      }
    }
    return true;
  }

  /** A plan as it is told: the plan itself, or that it is one look-up. */
  static Plan told(PlanQuery query, List<Predicate> conjuncts, Plan plan) {
    Plan found = plan instanceof Plan.Limit limit ? limit.input() : plan;
    if (found instanceof Plan.IdLookup lookup) {
      return new Plan.Express(plan, lookup.index());
    }
    Plan.IndexScan scan =
        switch (found) {
          case Plan.Fetch fetch
              when fetch.filter() == null && fetch.input() instanceof Plan.IndexScan below ->
              below;
          case Plan.Covered covered
              when covered.filter() == null && covered.input() instanceof Plan.IndexScan below ->
              below;
          default -> null;
        };
    Predicate.Path asked = equality(conjuncts);
    if (scan == null || asked == null) {
      return plan;
    }
    boolean isOne =
        query.sort() == null
            && !scan.index().isClustered()
            && scan.view().keyPattern().getFirstKey().equals(asked.path())
            && isPlain(scan.index())
            && (query.limit() == 1 || scan.index().hasUniqueValues());
    return isOne ? new Plan.Express(plan, scan.index()) : plan;
  }
}

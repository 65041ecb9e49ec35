package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.Nearest;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the indexes that can answer documents in the order of a distance, where a query asks for
 * that. Threads: immutable.
 */
final class NearPlanner {
  private NearPlanner() {}

  /** What asks for the order of a distance, or null. */
  static Predicate.@Nullable Near asked(List<Predicate> conjuncts) {
    for (Predicate conjunct : conjuncts) {
      if (conjunct instanceof Predicate.Near near) {
        return near;
      }
    }
    return null;
  }

  /**
   * The path that is meant where none is named: that of the one index of the first type, by name,
   * that knows distances.
   *
   * @throws ServerException 27 where there is no such index, or more than one
   */
  static Predicate.Near located(Predicate.Near asked, List<CollectionIndex> indexes) {
    if (!asked.path().isEmpty()) {
      FieldPath.requireStorable(asked.path());
      return asked;
    }
    TreeMap<String, List<String>> pathsByType = new TreeMap<>();
    for (CollectionIndex index : indexes) {
      int component = 0;
      for (Map.Entry<String, BsonValue> entry : index.definition().keyPattern().entrySet()) {
        if (index.compiled().knowsDistances(component++)
            && entry.getValue() instanceof BsonString type) {
          pathsByType.computeIfAbsent(type.getValue(), _ -> new ArrayList<>()).add(entry.getKey());
          break;
        }
      }
    }
    if (pathsByType.isEmpty()) {
      throw new ServerException(
          ErrorCode.INDEX_NOT_FOUND,
          "$geoNear requires a 2d or 2dsphere index, but none were found");
    }
    List<String> paths = pathsByType.firstEntry().getValue();
    if (paths.size() > 1) {
      throw new ServerException(
          ErrorCode.INDEX_NOT_FOUND,
          "There is more than one "
              + pathsByType.firstKey()
              + " index; unsure which to use for $geoNear");
    }
    return new Predicate.Near(paths.getFirst(), asked.operators());
  }

  /**
   * The plans, one or more.
   *
   * @param usable the indexes that may be used
   * @throws ServerException 291 where no index can do it
   */
  static List<Plan> plans(
      Predicate.Near asked,
      List<CollectionIndex> usable,
      List<Predicate> conjuncts,
      PlanQuery query) {
    List<Plan> plans = new ArrayList<>();
    for (CollectionIndex index : usable) {
      Plan plan = plan(asked, index, conjuncts, query);
      if (plan != null) {
        plans.add(plan);
      }
    }
    if (plans.isEmpty()) {
      throw new ServerException(
          ErrorCode.NO_QUERY_EXECUTION_PLANS,
          "error processing query: planner returned error :: caused by :: unable to find index for"
              + " $geoNear query");
    }
    return plans;
  }

  private static @Nullable Plan plan(
      Predicate.Near asked, CollectionIndex index, List<Predicate> conjuncts, PlanQuery query) {
    List<String> paths = List.copyOf(index.definition().keyPattern().keySet());
    int component = paths.indexOf(asked.path());
    Nearest nearest = component < 0 ? null : index.compiled().nearest(component, asked);
    if (nearest == null) {
      return null;
    }
    IndexCandidate candidate = IndexCandidate.whole(index, conjuncts);
    if (component > 0 && candidate.bounds().isAll(0)) {
      return null;
    }
    return new Plan.Near(
        index,
        nearest,
        component,
        candidate.bounds(),
        conjuncts.size() == 1 ? null : query.filter());
  }
}

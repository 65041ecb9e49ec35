package dev.meerkat.engine.plan;

import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Filter;
import java.util.Set;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a collection. Threads: immutable.
 *
 * @param sort null for no order
 * @param skip documents, 0 or more
 * @param limit documents, or 0 for all
 * @param order the collation in force
 * @param allowDiskUse whether a sort past its memory limit may go on
 * @param keyLimits where the scan of the hinted index begins and ends, or null
 * @param returnKey whether index keys are wanted in the documents' place
 * @param projection what becomes of the documents afterwards, which is part of the query's shape,
 *     or null
 * @param fields the paths that are read of the documents afterwards, null for all
 * @param isPlain whether nothing is asked for beside the documents, or some of their fields, so
 *     that MongoDB needs no planner to find one of them
 */
public record PlanQuery(
    Filter filter,
    @Nullable SortPattern sort,
    long skip,
    long limit,
    Hint hint,
    ValueOrder order,
    boolean allowDiskUse,
    @Nullable KeyLimits keyLimits,
    boolean returnKey,
    @Nullable BsonDocument projection,
    @Nullable Set<String> fields,
    boolean isPlain) {

  /** Whole documents, wherever they are found. */
  public PlanQuery(
      Filter filter,
      @Nullable SortPattern sort,
      long skip,
      long limit,
      Hint hint,
      ValueOrder order,
      boolean allowDiskUse) {
    this(filter, sort, skip, limit, hint, order, allowDiskUse, null, false, null, null, false);
  }

  /** The same of which only some paths are read, null for all. */
  public PlanQuery reading(@Nullable Set<String> paths) {
    return paths == null && fields == null ? this : with(filter, paths, isPlain);
  }

  /** The same of the documents that match another filter. */
  public PlanQuery matching(Filter other) {
    return with(other, fields, isPlain);
  }

  /** The same, plain or not. */
  public PlanQuery plain(boolean plain) {
    return plain == isPlain ? this : with(filter, fields, plain);
  }

  private PlanQuery with(Filter wanted, @Nullable Set<String> paths, boolean plain) {
    return new PlanQuery(
        wanted,
        sort,
        skip,
        limit,
        hint,
        order,
        allowDiskUse,
        keyLimits,
        returnKey,
        projection,
        paths,
        plain);
  }

  /** All documents that match, in any order. */
  public static PlanQuery of(Filter filter, ValueOrder order) {
    return new PlanQuery(filter, null, 0, 0, Hint.none(), order, true);
  }
}

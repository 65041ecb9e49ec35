package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.storage.Direction;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Scans of the index by which a collection is clustered, as MongoDB tells them: there it is the
 * documents that are in the order of their cluster keys, so that what is read is documents, and no
 * keys. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/clustered-collections/">Clustered
 *     collections</a>
 */
final class ClusteredScans {
  private static final String SCAN = "CLUSTERED_IXSCAN";

  private ClusteredScans() {}

  /** The clustered index that a stage reads itself, or null. */
  static @Nullable CollectionIndex read(Plan plan) {
    CollectionIndex index =
        switch (plan) {
          case Plan.IdLookup lookup -> lookup.index();
          case Plan.IndexScan scan -> scan.index();
          case Plan.DistinctScan distinct -> distinct.scan().index();
          case Plan.CountScan count -> count.index();
          default -> null;
        };
    return index != null && index.isClustered() ? index : null;
  }

  /** Whether a stage reads the documents, or tells their keys, of a scan that has them already. */
  static boolean isToldByInput(Plan plan) {
    return switch (plan) {
      case Plan.Fetch fetch -> reads(fetch.input());
      case Plan.Covered covered -> reads(covered.input());
      default -> false;
    };
  }

  private static boolean reads(Plan plan) {
    List<Plan> inputs = plan.inputs();
    return inputs.isEmpty() ? read(plan) != null : inputs.size() == 1 && reads(inputs.getFirst());
  }

  /** The name of a stage that reads a clustered index. */
  static String stageName(Plan plan) {
    return switch (plan) {
      case Plan.IndexScan scan when isWhole(scan.limits(), scan.bounds()) -> "COLLSCAN";
      case Plan.DistinctScan distinct when isWhole(null, distinct.scan().bounds()) -> "COLLSCAN";
      default -> SCAN;
    };
  }

  private static boolean isWhole(@Nullable KeyLimits limits, IndexBounds bounds) {
    return limits == null && isAll(bounds);
  }

  private static boolean isAll(IndexBounds bounds) {
    return low(bounds) instanceof BsonMinKey && high(bounds) instanceof BsonMaxKey;
  }

  /** What is told of a stage that reads a clustered index. */
  static void append(BsonDocument stage, Plan plan) {
    switch (plan) {
      case Plan.IdLookup lookup -> append(stage, Direction.FORWARD, lookup.id(), lookup.id());
      case Plan.IndexScan scan -> append(stage, scan);
      case Plan.DistinctScan distinct -> append(stage, distinct.scan());
      case Plan.CountScan count ->
          append(stage, Direction.FORWARD, least(count.bounds()), high(count.bounds()));
      default -> throw new IllegalArgumentException(plan.stageName());
    }
  }

  private static void append(BsonDocument stage, Plan.IndexScan scan) {
    KeyLimits limits = scan.limits();
    if (limits != null) {
      append(stage, scan.direction(), end(limits.min()), end(limits.max()));
    } else if (isAll(scan.bounds())) {
      append(stage, scan.direction(), null, null);
    } else {
      append(stage, scan.direction(), least(scan.bounds()), high(scan.bounds()));
    }
  }

  private static void append(
      BsonDocument stage, Direction direction, @Nullable BsonValue min, @Nullable BsonValue max) {
    stage.append("direction", IndexDescription.direction(direction));
    if (min != null) {
      stage.append("minRecord", min);
    }
    if (max != null) {
      stage.append("maxRecord", max);
    }
  }

  private static @Nullable BsonValue end(@Nullable BsonDocument limit) {
    return limit == null ? null : limit.values().iterator().next();
  }

  private static BsonValue low(IndexBounds bounds) {
    return bounds.components().getFirst().getFirst().low();
  }

  private static BsonValue high(IndexBounds bounds) {
    return bounds.components().getFirst().getLast().high();
  }

  /** The least record: of all numbers it is that which is none. */
  private static BsonValue least(IndexBounds bounds) {
    Interval first = bounds.components().getFirst().getFirst();
    boolean isOfType =
        first.low() instanceof BsonDouble number
            && number.getValue() == Double.NEGATIVE_INFINITY
            && !first.low().equals(first.high());
    return isOfType ? new BsonDouble(Double.NaN) : first.low();
  }
}

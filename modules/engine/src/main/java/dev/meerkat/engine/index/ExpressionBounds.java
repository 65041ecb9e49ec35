package dev.meerkat.engine.index;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.query.Predicate;
import java.util.List;
import org.bson.BsonMinKey;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The intervals of an ordered index without arrays that hold what {@code $expr} finds by a
 * comparison. It compares values of all types, and a missing one is less than null, whose key it
 * has. Threads: immutable.
 */
final class ExpressionBounds {
  private ExpressionBounds() {}

  /** Null where the index lacks documents that are found. */
  static @Nullable Bounds of(String operator, BsonValue operand, boolean sparse, ValueOrder order) {
    if (sparse && findsMissing(operator, operand)) {
      return null;
    }
    BsonValue least = Interval.ALL.low();
    BsonValue greatest = Interval.ALL.high();
    Interval interval =
        switch (operator) {
          case Predicate.Path.EXPR_EQ -> Interval.point(operand);
          case Predicate.Path.EXPR_GT -> new Interval(operand, false, greatest, true);
          case Predicate.Path.EXPR_GTE -> new Interval(operand, true, greatest, true);
          case Predicate.Path.EXPR_LT -> new Interval(least, true, operand, operand.isNull());
          case Predicate.Path.EXPR_LTE -> new Interval(least, true, operand, true);
          default -> throw new IllegalArgumentException(operator);
        };
    // The expression is asked of every document that is found.
    return new Bounds(Intervals.union(List.of(interval), order), false);
  }

  /** A missing value is less than all but MinKey. */
  private static boolean findsMissing(String operator, BsonValue operand) {
    boolean isLeast = operand instanceof BsonMinKey;
    return switch (operator) {
      case Predicate.Path.EXPR_LT, Predicate.Path.EXPR_LTE -> !isLeast;
      case Predicate.Path.EXPR_GT, Predicate.Path.EXPR_GTE -> isLeast;
      default -> false;
    };
  }
}

package dev.meerkat.engine.index;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonNull;
import org.bson.BsonRegularExpression;
import org.bson.BsonType;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Turns a predicate on one path into the intervals of an ordered index that hold every match.
 * Threads: confined to one operation.
 */
final class BoundsBuilder {
  /**
   * Null keys stand for missing fields too; undefined ones, for empty arrays, do not match null.
   */
  private static final Bounds NULLS = new Bounds(List.of(Interval.point(BsonNull.VALUE)), false);

  private final ValueOrder order;
  private final boolean multikey;
  private final boolean sparse;
  private final boolean positional;

  /**
   * @param positional whether the path may name a position of an array. Then the one element stands
   *     for the array, an array in it as it stands, where a filter also looks for a field of that
   *     name in each document of the array: what asks for missing fields, or for elements of an
   *     array, is not told by the keys.
   */
  BoundsBuilder(ValueOrder order, boolean multikey, boolean sparse, boolean positional) {
    this.order = order;
    this.multikey = multikey;
    this.sparse = sparse;
    this.positional = positional;
  }

  @Nullable Bounds of(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Path path -> ofPath(path);
      case Predicate.ElementValue element -> ofElementValue(element);
      case Predicate.Not not -> ofNot(not.branch());
      case Predicate.Or or -> ofOr(or);
      case Predicate.And _,
          Predicate.Nor _,
          Predicate.ElementObject _,
          Predicate.Near _,
          Predicate.Text _,
          Predicate.Opaque _ ->
          null;
    };
  }

  private @Nullable Bounds ofPath(Predicate.Path path) {
    BsonValue operand = path.operand();
    if (dependsOnCollation(operand) && !order.equals(path.order())) {
      return null;
    }
    return switch (path.operator()) {
      case "$eq" -> equality(operand);
      case "$in" -> operand.isArray() ? anyOf(operand.asArray()) : null;
      case "$gt", "$gte", "$lt", "$lte" -> range(path.operator(), operand);
      case Predicate.Path.EXPR_EQ,
          Predicate.Path.EXPR_GT,
          Predicate.Path.EXPR_GTE,
          Predicate.Path.EXPR_LT,
          Predicate.Path.EXPR_LTE ->
          // To an expression an array is a value, which no key is.
          multikey || positional
              ? null
              : ExpressionBounds.of(path.operator(), operand, sparse, order);
      case "$exists" -> exists(operand);
      case "$regex" -> regex(operand);
      case "$type" -> TypeIntervals.ofTypeOperand(operand);
      case "$mod" -> new Bounds(List.of(TypeIntervals.bracket(BsonType.DOUBLE)), false);
      default -> null;
    };
  }

  private @Nullable Bounds ofElementValue(Predicate.ElementValue element) {
    if (positional) {
      return null;
    }
    List<Interval> intervals = List.of(Interval.ALL);
    for (Predicate branch : element.branches()) {
      Bounds bounds = of(branch);
      if (bounds == null) {
        return null;
      }
      intervals = Intervals.intersect(intervals, bounds.intervals(), order);
    }
    return new Bounds(intervals, false);
  }

  private @Nullable Bounds ofOr(Predicate.Or or) {
    List<Interval> intervals = new ArrayList<>();
    boolean exact = true;
    for (Predicate branch : or.branches()) {
      Bounds bounds = of(branch);
      if (bounds == null) {
        return null;
      }
      intervals.addAll(bounds.intervals());
      exact &= bounds.exact();
    }
    return new Bounds(Intervals.union(intervals, order), exact);
  }

  /**
   * The complement of exact bounds. A sparse index lacks the documents without the path, which
   * satisfy most negations: there only {@code $ne: null} can use it.
   */
  private @Nullable Bounds ofNot(Predicate branch) {
    if (branch instanceof Predicate.Path path) {
      if (path.operator().equals("$eq") && path.operand().isNull()) {
        // Under arrays a null key also stands for what is neither null nor missing.
        return multikey || positional ? null : new Bounds(complement(NULLS.intervals()), false);
      }
      if (path.operator().equals("$exists")) {
        return nulls();
      }
    }
    if (sparse) {
      return null;
    }
    Bounds bounds = of(branch);
    if (bounds == null || !bounds.exact()) {
      return null;
    }
    return new Bounds(complement(bounds.intervals()), !multikey);
  }

  private List<Interval> complement(List<Interval> intervals) {
    return Intervals.complement(intervals, order);
  }

  private @Nullable Bounds equality(BsonValue value) {
    return switch (value.getBsonType()) {
      case NULL -> nulls();
      case UNDEFINED -> null;
      case ARRAY -> arrayEquality(value.asArray());
      case REGULAR_EXPRESSION -> regex(value);
      default -> new Bounds(List.of(Interval.point(value)), true);
    };
  }

  /** An array is equal where it is the whole value, then indexed by elements, or one of them. */
  private Bounds arrayEquality(BsonArray array) {
    List<Interval> intervals = new ArrayList<>();
    intervals.add(Interval.point(array.isEmpty() ? new BsonUndefined() : array.get(0)));
    intervals.add(Interval.point(array));
    return new Bounds(Intervals.union(intervals, order), false);
  }

  private @Nullable Bounds anyOf(BsonArray values) {
    List<Interval> intervals = new ArrayList<>();
    boolean exact = true;
    for (BsonValue value : values) {
      Bounds bounds = equality(value);
      if (bounds == null) {
        return null;
      }
      intervals.addAll(bounds.intervals());
      exact &= bounds.exact();
    }
    return new Bounds(Intervals.union(intervals, order), exact);
  }

  private @Nullable Bounds range(String operator, BsonValue operand) {
    boolean inclusive = operator.endsWith("e");
    boolean lower = operator.startsWith("$gt");
    return switch (operand.getBsonType()) {
      case NULL -> inclusive ? nulls() : null;
      case UNDEFINED, REGULAR_EXPRESSION, ARRAY -> null;
      case MIN_KEY, MAX_KEY -> wholeRange(operand, lower, inclusive);
      default -> {
        if (isNaN(operand)) {
          yield inclusive ? new Bounds(List.of(Interval.point(operand)), true) : empty();
        }
        Interval bracket = TypeIntervals.bracket(operand.getBsonType());
        Interval interval =
            lower
                ? new Interval(operand, inclusive, bracket.high(), bracket.highInclusive())
                : new Interval(
                    TypeIntervals.leastComparable(operand.getBsonType()), true, operand, inclusive);
        yield new Bounds(Intervals.union(List.of(interval), order), isExactRange(operand));
      }
    };
  }

  /** Against MinKey and MaxKey values of every type compare. */
  private @Nullable Bounds wholeRange(BsonValue operand, boolean lower, boolean inclusive) {
    if (sparse) {
      return null;
    }
    Interval interval =
        lower
            ? new Interval(operand, inclusive, Interval.ALL.high(), true)
            : new Interval(Interval.ALL.low(), true, operand, inclusive);
    return new Bounds(Intervals.union(List.of(interval), order), false);
  }

  /** The types whose brackets hold nothing else and whose keys are the values themselves. */
  private static boolean isExactRange(BsonValue operand) {
    return switch (operand.getBsonType()) {
      case INT32, INT64, DOUBLE, DECIMAL128, STRING, OBJECT_ID, BOOLEAN, DATE_TIME, TIMESTAMP ->
          true;
      default -> false;
    };
  }

  private @Nullable Bounds exists(BsonValue operand) {
    boolean wanted = !operand.isBoolean() || operand.asBoolean().getValue();
    if (wanted) {
      return new Bounds(List.of(Interval.ALL), false);
    }
    return nulls();
  }

  private @Nullable Bounds nulls() {
    return sparse || positional ? null : NULLS;
  }

  private @Nullable Bounds regex(BsonValue operand) {
    if (!operand.isRegularExpression() || !order.isSimple()) {
      return null;
    }
    BsonRegularExpression regex = operand.asRegularExpression();
    List<Interval> intervals = new ArrayList<>();
    intervals.add(RegexPrefix.interval(regex));
    intervals.add(Interval.point(regex));
    return new Bounds(Intervals.union(intervals, order), false);
  }

  private static Bounds empty() {
    return new Bounds(List.of(), true);
  }

  private static boolean isNaN(BsonValue value) {
    return value.isDouble() && Double.isNaN(value.asDouble().getValue())
        || value.isDecimal128() && value.asDecimal128().getValue().isNaN();
  }

  static boolean dependsOnCollation(BsonValue value) {
    return switch (value.getBsonType()) {
      case STRING, SYMBOL, DOCUMENT -> true;
      case ARRAY -> value.asArray().stream().anyMatch(BoundsBuilder::dependsOnCollation);
      default -> false;
    };
  }
}

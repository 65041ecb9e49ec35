package dev.meerkat.query.filter;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.CanonicalType;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.QueryPaths.LeafArrays;
import org.bson.BsonValue;

/**
 * {@code $eq}, {@code $lt}, {@code $lte}, {@code $gt} and {@code $gte}: values are compared with
 * those of their own class of types only. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query-comparison/">
 *     Comparison</a>
 */
record ComparisonFilter(Relation relation, Operand operand, ValueOrder order) implements PlainTest {

  /** How a value must stand to the operand. */
  enum Relation {
    EQUAL("$eq"),
    LESS("$lt"),
    LESS_OR_EQUAL("$lte"),
    GREATER("$gt"),
    GREATER_OR_EQUAL("$gte");

    private final String operator;

    Relation(String operator) {
      this.operator = operator;
    }

    boolean holds(int comparison) {
      return switch (this) {
        case EQUAL -> comparison == 0;
        case LESS -> comparison < 0;
        case LESS_OR_EQUAL -> comparison <= 0;
        case GREATER -> comparison > 0;
        case GREATER_OR_EQUAL -> comparison >= 0;
      };
    }

    boolean isInclusive() {
      return this != LESS && this != GREATER;
    }
  }

  static Filter parse(String path, Relation relation, BsonValue spec, ParseScope scope) {
    Operand.comparable(spec);
    if (spec.isRegularExpression() && relation != Relation.EQUAL) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "Can't have RegEx as arg to predicate over field '" + path + "'.");
    }
    ValueOrder order = scope.order();
    return PathFilter.onElements(
        path,
        new ComparisonFilter(relation, Operand.of(spec), order),
        new Predicate.Path(path, relation.operator, spec, order));
  }

  /** What {@code {path: {$eq: value}}} is. */
  static ByteFilter equality(FieldPath path, BsonValue value, ValueOrder order) {
    Operand.comparable(value);
    return new PathFilter(
        path,
        LeafArrays.ELEMENTS_AND_ARRAY,
        new ComparisonFilter(Relation.EQUAL, Operand.of(value), order),
        new Predicate.Path(path.dotted(), Relation.EQUAL.operator, value, order));
  }

  /** {@code $ne}, the complement of {@code $eq}. */
  static Filter parseNotEqual(String path, BsonValue spec, ParseScope scope) {
    if (spec.isRegularExpression()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "Can't have regex as arg to $ne.");
    }
    return new NotFilter(ByteFilter.of(parse(path, Relation.EQUAL, spec, scope)));
  }

  @Override
  public boolean test(byte type, byte[] array, int offset) {
    if (type == BsonBytes.UNDEFINED) {
      return isBeyondTypes();
    }
    int canonical = CanonicalType.of(type);
    if (canonical != operand.canonicalType()) {
      return (type == BsonBytes.END && operand.type() == BsonBytes.NULL)
          ? relation.isInclusive()
          : isBeyondTypes();
    }
    if (canonical == CanonicalType.NUMBER) {
      boolean nan = Operand.isNaN(type, array, offset);
      if (nan || operand.isNaN()) {
        return nan && operand.isNaN() && relation.isInclusive();
      }
    }
    return relation.holds(operand.compareFrom(type, array, offset, order));
  }

  /** Every value of another type, a missing one too, is above MinKey and below MaxKey. */
  private boolean isBeyondTypes() {
    return switch (operand.type()) {
      case BsonBytes.MIN_KEY ->
          relation == Relation.GREATER || relation == Relation.GREATER_OR_EQUAL;
      case BsonBytes.MAX_KEY -> relation == Relation.LESS || relation == Relation.LESS_OR_EQUAL;
      default -> false;
    };
  }
}

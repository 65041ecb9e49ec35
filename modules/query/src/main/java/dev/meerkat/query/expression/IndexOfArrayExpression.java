package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The index of the first element that equals a value, or -1.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/indexOfArray/">$indexOfArray</a>
 */
final class IndexOfArrayExpression {
  private IndexOfArrayExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    ValueOrder order = scope.order();
    List<Expression> operands = Arguments.between(2, 4, "$indexOfArray", spec, scope);
    // A constant array is judged at once, and has a code of its own.
    if (operands.getFirst() instanceof LiteralExpression(BsonValue array)
        && !Arguments.areConstant(operands)
        && !Values.isNullish(array)) {
      ArrayValues.require(array, 50809, "First operand of $indexOfArray");
    }
    return new MissingAwareExpression("$indexOfArray", operands, values -> apply(order, values));
  }

  private static BsonValue apply(ValueOrder order, @Nullable BsonValue[] values) {
    BsonValue value = Values.orNull(values[0]);
    if (value.isNull()) {
      return value;
    }
    BsonArray array = ArrayValues.require(value, 40090, "$indexOfArray's first argument");
    int from = values.length > 2 ? index(Values.orNull(values[2]), "starting") : 0;
    int to = values.length > 3 ? index(Values.orNull(values[3]), "ending") : Integer.MAX_VALUE;
    for (int i = from; i < Math.min(to, array.size()); i++) {
      if (order.equal(array.get(i), values[1])) {
        return new BsonInt32(i);
      }
    }
    return new BsonInt32(-1);
  }

  private static int index(BsonValue value, String which) {
    int index = Integers.exactInt32(value, 9711600, "$indexOfArray's " + which + " index");
    if (index < 0) {
      throw Values.error(
          9711601, "$indexOfArray requires a nonnegative " + which + " index, found: " + index);
    }
    return index;
  }
}

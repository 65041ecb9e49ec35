package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.function.IntPredicate;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * Compares two values of any types in MongoDB's order, under the collation in force.
 *
 * <p>Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/cmp/">$cmp</a>
 */
final class ComparisonExpression {
  private ComparisonExpression() {}

  static Expression parse(String name, BsonValue spec, ParseScope scope, IntPredicate test) {
    ValueOrder order = scope.order();
    return new MissingAwareExpression(
        name,
        Arguments.exactly(2, name, spec, scope),
        values -> Values.bool(test.test(order.compare(values[0], values[1]))));
  }

  static Expression parseCmp(BsonValue spec, ParseScope scope) {
    ValueOrder order = scope.order();
    return new MissingAwareExpression(
        "$cmp",
        Arguments.exactly(2, "$cmp", spec, scope),
        values -> new BsonInt32(Integer.signum(order.compare(values[0], values[1]))));
  }
}

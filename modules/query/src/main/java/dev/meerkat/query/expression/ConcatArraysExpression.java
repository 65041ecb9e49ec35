package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonArray;
import org.bson.BsonValue;

/**
 * Arrays joined; null where one of them is null.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/concatArrays/">$concatArrays</a>
 */
final class ConcatArraysExpression {
  private ConcatArraysExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.associative(
        "$concatArrays", Associativity.FULL, spec, scope, ConcatArraysExpression::apply);
  }

  private static BsonValue apply(BsonValue[] arguments) {
    BsonArray joined = new BsonArray();
    for (BsonValue argument : arguments) {
      if (argument.isNull()) {
        return argument;
      }
      joined.addAll(ArrayValues.require(argument, 28664, "$concatArrays' arguments"));
    }
    return joined;
  }
}

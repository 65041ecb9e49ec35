package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonValue;

/**
 * Strings joined; null where one of them is null.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/concat/">$concat</a>
 */
final class ConcatExpression {
  private ConcatExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.associative(
        "$concat", Associativity.FULL, spec, scope, ConcatExpression::apply);
  }

  private static BsonValue apply(BsonValue[] arguments) {
    StringBuilder joined = new StringBuilder();
    for (BsonValue argument : arguments) {
      if (argument.isNull()) {
        return argument;
      }
      if (!Texts.isString(argument)) {
        throw Values.error(
            16702, "$concat only supports strings, not " + Values.typeName(argument));
      }
      joined.append(argument.asString().getValue());
    }
    return Texts.of(joined.toString());
  }
}

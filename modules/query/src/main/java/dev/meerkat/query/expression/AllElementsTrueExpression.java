package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonValue;

/**
 * Whether all elements of an array are true ({@code $allElementsTrue}) or one is ({@code
 * $anyElementTrue}). Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/allElementsTrue/">$allElementsTrue</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/anyElementTrue/">$anyElementTrue</a>
 */
final class AllElementsTrueExpression {
  private AllElementsTrueExpression() {}

  /**
   * @param decisive the truth of an element that decides the answer
   */
  static Expression parse(
      String name, BsonValue spec, ParseScope scope, int code, boolean decisive) {
    return FunctionExpression.unary(name, spec, scope, value -> apply(name, value, code, decisive));
  }

  private static BsonValue apply(String name, BsonValue value, int code, boolean decisive) {
    for (BsonValue element : ArrayValues.require(value, code, name + "'s argument")) {
      if (Values.isTrue(element) == decisive) {
        return Values.bool(decisive);
      }
    }
    return Values.bool(!decisive);
  }
}

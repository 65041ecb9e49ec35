package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.Arrays;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * Compares two strings, ASCII letters regardless of their case.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/strcasecmp/">$strcasecmp</a>
 */
final class StrcasecmpExpression {
  private StrcasecmpExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.binary("$strcasecmp", spec, scope, StrcasecmpExpression::apply);
  }

  private static BsonValue apply(BsonValue left, BsonValue right) {
    byte[] a = Texts.utf8(CaseExpression.convert(Texts.checked(Texts.coerced(left)), true));
    byte[] b = Texts.utf8(CaseExpression.convert(Texts.checked(Texts.coerced(right)), true));
    return new BsonInt32(Integer.signum(Arrays.compareUnsigned(a, b)));
  }
}

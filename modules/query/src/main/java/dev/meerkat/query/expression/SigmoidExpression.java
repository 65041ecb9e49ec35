package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * The logistic function 1 / (1 + e^-x), which MongoDB defines by other operators.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sigmoid/">$sigmoid</a>
 */
final class SigmoidExpression {
  private SigmoidExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    BsonValue negated = operator("$multiply", new BsonInt32(-1), spec);
    BsonValue sum = operator("$add", new BsonInt32(1), new BsonDocument("$exp", negated));
    return scope.expression(operator("$divide", new BsonInt32(1), sum));
  }

  private static BsonDocument operator(String name, BsonValue first, BsonValue second) {
    return new BsonDocument(name, new BsonArray(List.of(first, second)));
  }
}

package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.HashedKey;
import java.util.List;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/**
 * The key that a hashed index keeps of a value. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/toHashedIndexKey/">$toHashedIndexKey</a>
 */
final class ToHashedIndexKeyExpression {
  private ToHashedIndexKeyExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    // An array is the operand itself, not a list of operands.
    Expression operand = ConstantFolding.checked(scope.expression(spec));
    return new FunctionExpression(
        "$toHashedIndexKey", List.of(operand), values -> new BsonInt64(HashedKey.of(values[0])));
  }
}

package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Objects merged into one; of fields with the same name the last one stays.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/mergeObjects/">$mergeObjects</a>
 */
final class MergeObjectsExpression {
  private MergeObjectsExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.variadic("$mergeObjects", spec, scope, MergeObjectsExpression::apply);
  }

  private static BsonValue apply(BsonValue[] arguments) {
    BsonDocument merged = new BsonDocument();
    for (BsonValue argument : arguments) {
      if (argument instanceof BsonDocument object) {
        merged.putAll(object);
      } else if (!argument.isNull()) {
        throw Values.error(
            40400,
            "$mergeObjects requires object inputs, but input is of type "
                + Values.typeName(argument));
      }
    }
    return merged;
  }
}

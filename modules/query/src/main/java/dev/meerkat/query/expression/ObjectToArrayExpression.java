package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The fields of an object, each as <code>{k: name, v: value}</code>.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/objectToArray/">$objectToArray</a>
 */
final class ObjectToArrayExpression {
  private ObjectToArrayExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary("$objectToArray", spec, scope, ObjectToArrayExpression::apply);
  }

  private static BsonValue apply(BsonValue value) {
    if (value.isNull()) {
      return value;
    }
    if (!(value instanceof BsonDocument object)) {
      throw Values.error(
          40390, "$objectToArray requires a document input, found: " + Values.typeName(value));
    }
    BsonArray array = new BsonArray(object.size());
    for (Map.Entry<String, BsonValue> field : object.entrySet()) {
      array.add(
          new BsonDocument("k", new BsonString(field.getKey())).append("v", field.getValue()));
    }
    return array;
  }
}

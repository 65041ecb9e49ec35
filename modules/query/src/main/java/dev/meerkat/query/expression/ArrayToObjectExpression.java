package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * An object made of pairs: {@code [name, value]} or <code>{k: name, v: value}</code>.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/arrayToObject/">$arrayToObject</a>
 */
final class ArrayToObjectExpression {
  private ArrayToObjectExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary("$arrayToObject", spec, scope, ArrayToObjectExpression::apply);
  }

  private static BsonValue apply(BsonValue value) {
    if (value.isNull()) {
      return value;
    }
    BsonArray array = ArrayValues.require(value, 40386, "$arrayToObject's argument");
    BsonDocument object = new BsonDocument();
    if (array.isEmpty()) {
      return object;
    }
    BsonValue first = array.getFirst();
    if (!first.isArray() && !first.isDocument()) {
      throw Values.error(
          40398, "Unrecognised input type format for $arrayToObject: " + Values.typeName(first));
    }
    for (BsonValue element : array) {
      if (first.isArray()) {
        putPair(object, element);
      } else {
        putFields(object, element);
      }
    }
    return object;
  }

  private static void putPair(BsonDocument object, BsonValue element) {
    if (!(element instanceof BsonArray pair)) {
      throw Values.error(
          40396,
          "$arrayToObject requires a consistent input format. Elements must all be arrays or all"
              + " be objects.");
    }
    if (pair.size() != 2) {
      throw Values.error(
          40397, "$arrayToObject requires an array of size 2 arrays, found " + pair.size());
    }
    object.append(name(pair.get(0), 40395, 4940400), pair.get(1));
  }

  private static void putFields(BsonDocument object, BsonValue element) {
    if (!(element instanceof BsonDocument fields)) {
      throw Values.error(
          40391,
          "$arrayToObject requires a consistent input format. Elements must all be arrays or all"
              + " be objects.");
    }
    if (fields.size() != 2) {
      throw Values.error(
          40392,
          "$arrayToObject requires an object keys of 'k' and 'v'. Found incorrect number of keys:"
              + fields.size());
    }
    BsonValue name = fields.get("k");
    BsonValue value = fields.get("v");
    if (name == null || value == null) {
      throw Values.error(40393, "$arrayToObject requires an object with keys 'k' and 'v'.");
    }
    object.append(name(name, 40394, 4940401), value);
  }

  private static String name(BsonValue name, int typeCode, int nulCode) {
    if (!Texts.isString(name)) {
      throw Values.error(
          typeCode, "$arrayToObject requires keys of type string, found " + Values.typeName(name));
    }
    String text = name.asString().getValue();
    if (text.indexOf('\0') >= 0) {
      throw Values.error(nulCode, "Key field cannot contain an embedded null byte");
    }
    return text;
  }
}

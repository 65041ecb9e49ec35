package dev.meerkat.query.expression;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The bytes that a document takes as BSON, or those of a string or binary value. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/bsonSize/">$bsonSize</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/binarySize/">$binarySize</a>
 */
final class SizeInBytesExpression {
  private SizeInBytesExpression() {}

  static Expression parseBson(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary("$bsonSize", spec, scope, SizeInBytesExpression::bsonSize);
  }

  static Expression parseBinary(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary("$binarySize", spec, scope, SizeInBytesExpression::binarySize);
  }

  private static BsonValue bsonSize(BsonValue value) {
    return switch (value) {
      case BsonNull _ -> value;
      case BsonDocument document -> new BsonInt32(BsonBytes.encode(document).length);
      default ->
          throw Values.error(
              31393, "$bsonSize requires a document input, found: " + Values.typeName(value));
    };
  }

  private static BsonValue binarySize(BsonValue value) {
    return switch (value) {
      case BsonNull _ -> value;
      case BsonString text -> new BsonInt32(Texts.utf8Length(text.getValue()));
      case BsonBinary binary -> new BsonInt32(binary.getData().length);
      default ->
          throw Values.error(
              51276,
              "$binarySize requires a string or BinData argument, found: "
                  + Values.typeName(value));
    };
  }
}

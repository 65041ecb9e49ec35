package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;

/** The operators on types and their conversions. Threads: immutable. */
public final class TypeExpressions implements ExpressionProvider {
  private static final Set<String> NAMES =
      Set.of(
          "$binarySize",
          "$bsonSize",
          "$convert",
          "$isNumber",
          "$toBool",
          "$toDate",
          "$toDecimal",
          "$toDouble",
          "$toHashedIndexKey",
          "$toInt",
          "$toLong",
          "$toObjectId",
          "$toString",
          "$toUUID",
          "$type");

  /** Called by the service loader. */
  public TypeExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$binarySize" -> SizeInBytesExpression.parseBinary(spec, scope);
      case "$bsonSize" -> SizeInBytesExpression.parseBson(spec, scope);
      case "$convert" -> ConvertExpression.parse(spec, scope);
      case "$isNumber" ->
          FunctionExpression.unary(name, spec, scope, v -> Values.bool(v.isNumber()));
      case "$toBool" -> ConvertExpression.parseShort(name, BsonType.BOOLEAN, spec, scope);
      case "$toDate" -> ConvertExpression.parseShort(name, BsonType.DATE_TIME, spec, scope);
      case "$toDecimal" -> ConvertExpression.parseShort(name, BsonType.DECIMAL128, spec, scope);
      case "$toDouble" -> ConvertExpression.parseShort(name, BsonType.DOUBLE, spec, scope);
      case "$toHashedIndexKey" -> ToHashedIndexKeyExpression.parse(spec, scope);
      case "$toInt" -> ConvertExpression.parseShort(name, BsonType.INT32, spec, scope);
      case "$toLong" -> ConvertExpression.parseShort(name, BsonType.INT64, spec, scope);
      case "$toObjectId" -> ConvertExpression.parseShort(name, BsonType.OBJECT_ID, spec, scope);
      case "$toString" -> ConvertExpression.parseShort(name, BsonType.STRING, spec, scope);
      case "$toUUID" -> ConvertExpression.parseShort(name, BsonType.BINARY, spec, scope);
      case "$type" ->
          new MissingAwareExpression(
              name,
              Arguments.exactly(1, name, spec, scope),
              values -> new BsonString(Values.typeName(values[0])));
      default -> throw new IllegalArgumentException(name);
    };
  }
}

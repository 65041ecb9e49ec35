package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonInt64;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/**
 * The seconds of a timestamp, or its increment. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/tsSecond/">$tsSecond</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/tsIncrement/">$tsIncrement</a>
 */
enum TimestampPartExpression {
  SECOND("$tsSecond", 5687301) {
    @Override
    long part(BsonTimestamp timestamp) {
      return timestamp.getValue() >>> 32;
    }
  },
  INCREMENT("$tsIncrement", 5687302) {
    @Override
    long part(BsonTimestamp timestamp) {
      return timestamp.getValue() & 0xFFFF_FFFFL;
    }
  };

  private final String wireName;
  private final int code;

  TimestampPartExpression(String wireName, int code) {
    this.wireName = wireName;
    this.code = code;
  }

  abstract long part(BsonTimestamp timestamp);

  Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary(wireName, spec, scope, this::apply);
  }

  private BsonValue apply(BsonValue value) {
    if (value.isNull()) {
      return value;
    }
    if (!(value instanceof BsonTimestamp timestamp)) {
      throw Values.error(
          code, wireName + " argument must be a timestamp, found: " + Values.typeName(value));
    }
    return new BsonInt64(part(timestamp));
  }
}

package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.TypeNames;
import dev.meerkat.values.CanonicalType;
import dev.meerkat.values.DecimalMath;
import dev.meerkat.values.Numbers;
import org.bson.BsonBoolean;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Questions that many operators ask of a value; null is missing. Threads: immutable. */
final class Values {
  private Values() {}

  /** Whether a value is missing, null or undefined. */
  static boolean isNullish(@Nullable BsonValue value) {
    return value == null || value.isNull() || value.getBsonType() == BsonType.UNDEFINED;
  }

  static boolean isNumber(@Nullable BsonValue value) {
    return value != null && value.isNumber();
  }

  static boolean isDecimal(BsonValue value) {
    return value.getBsonType() == BsonType.DECIMAL128;
  }

  static boolean isDouble(BsonValue value) {
    return value.getBsonType() == BsonType.DOUBLE;
  }

  /** The value, with null standing for missing and undefined. */
  static BsonValue orNull(@Nullable BsonValue value) {
    return value == null || value.getBsonType() == BsonType.UNDEFINED ? BsonNull.VALUE : value;
  }

  /** What a condition makes of a value: false, zero, null, undefined and missing are false. */
  static boolean isTrue(@Nullable BsonValue value) {
    if (value == null) {
      return false;
    }
    return switch (value.getBsonType()) {
      case NULL, UNDEFINED -> false;
      case BOOLEAN -> value.asBoolean().getValue();
      case INT32 -> value.asInt32().getValue() != 0;
      case INT64 -> value.asInt64().getValue() != 0;
      case DOUBLE -> value.asDouble().getValue() != 0;
      case DECIMAL128 -> !DecimalMath.isZero(value.asDecimal128().getValue());
      default -> true;
    };
  }

  /** The name of a value's type, as {@code $type} answers it. */
  static String typeName(@Nullable BsonValue value) {
    return TypeNames.of(CanonicalType.typeByte(value));
  }

  static ServerException error(int code, String message) {
    return new ServerException(ErrorCode.location(code), message);
  }

  /** An int32 or int64 as a long. */
  static long toLong(BsonValue integer) {
    return integer.getBsonType() == BsonType.INT32
        ? integer.asInt32().getValue()
        : integer.asInt64().getValue();
  }

  /** Whether a number has no fraction and fits into an int32. */
  static boolean isInt32(BsonValue number) {
    return Numbers.isIntegral(number)
        && Numbers.exactLong(number) == (int) Numbers.exactLong(number);
  }

  static BsonBoolean bool(boolean value) {
    return BsonBoolean.valueOf(value);
  }

  /** An int32 where the number fits, else an int64. */
  static BsonValue intOrLong(long value) {
    return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }
}

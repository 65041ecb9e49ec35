package dev.meerkat.query.filter;

import dev.meerkat.values.Numbers;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What counts as true where any value is taken. Threads: immutable. */
public final class Truth {
  private static final BsonInt32 ZERO = new BsonInt32(0);

  private Truth() {}

  /** False are: missing, null, undefined, false and any zero. */
  public static boolean of(@Nullable BsonValue value) {
    if (value == null) {
      return false;
    }
    return switch (value.getBsonType()) {
      case NULL, UNDEFINED -> false;
      case BOOLEAN -> value.asBoolean().getValue();
      case INT32 -> value.asInt32().getValue() != 0;
      case INT64 -> value.asInt64().getValue() != 0;
      case DOUBLE -> value.asDouble().getValue() != 0;
      case DECIMAL128 -> Numbers.compare(value, ZERO) != 0;
      default -> true;
    };
  }
}

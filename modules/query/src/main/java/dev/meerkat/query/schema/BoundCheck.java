package dev.meerkat.query.schema;

import dev.meerkat.query.filter.Operand;
import dev.meerkat.values.BsonOrder;
import dev.meerkat.values.CanonicalType;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code minimum} and {@code maximum}, with {@code exclusiveMinimum} and {@code exclusiveMaximum}.
 * Threads: immutable.
 */
record BoundCheck(Operand bound, boolean isMinimum, boolean isExclusive) implements ValueCheck {

  static Rule parse(
      String keyword, BsonValue value, @Nullable BsonValue exclusive, boolean isMinimum) {
    BsonDocument specifiedAs = new BsonDocument(keyword, Keywords.number(keyword, value));
    boolean isExclusive = false;
    if (exclusive != null) {
      String exclusiveKeyword = isMinimum ? "exclusiveMinimum" : "exclusiveMaximum";
      isExclusive = Keywords.bool(exclusiveKeyword, exclusive);
      specifiedAs.append(exclusiveKeyword, exclusive);
    }
    return new CheckRule(
        keyword,
        specifiedAs,
        "comparison failed",
        false,
        new BoundCheck(Operand.of(value), isMinimum, isExclusive));
  }

  /** {@code exclusiveMinimum} changes {@code minimum} and says nothing by itself. */
  static @Nullable Rule checkExclusive(
      String bound, String keyword, BsonValue value, BsonDocument spec) {
    if (!spec.containsKey(bound)) {
      throw Keywords.malformed(bound, "must be a present if " + keyword + " is present");
    }
    Keywords.bool(keyword, value);
    return null;
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    if (!CanonicalType.isNumber(type)) {
      return true;
    }
    boolean nan = Operand.isNaN(type, array, offset);
    if (nan || bound.isNaN()) {
      return nan && bound.isNaN() && !isExclusive;
    }
    int comparison = bound.compareFrom(type, array, offset, BsonOrder.SIMPLE);
    if (comparison == 0) {
      return !isExclusive;
    }
    return comparison > 0 == isMinimum;
  }
}

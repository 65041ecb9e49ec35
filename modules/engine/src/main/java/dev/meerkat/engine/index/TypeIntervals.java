package dev.meerkat.engine.index;

import dev.meerkat.query.filter.TypeAliases;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.values.BsonOrder;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** The stretch of the value order that each type takes. Threads: immutable. */
final class TypeIntervals {
  private static final BsonValue LEAST_REGEX = new BsonRegularExpression("", "");
  private static final BsonValue LEAST_DB_POINTER =
      new BsonDbPointer("", new ObjectId(new byte[12]));
  private static final BsonValue LEAST_CODE = new BsonJavaScript("");
  private static final BsonValue LEAST_CODE_WITH_SCOPE =
      new BsonJavaScriptWithScope("", new BsonDocument());
  private static final BsonValue LEAST_OBJECT_ID = new BsonObjectId(new ObjectId(new byte[12]));

  private TypeIntervals() {}

  /** All values that compare with those of a type, from the least to the greatest. */
  static Interval bracket(BsonType type) {
    return switch (type) {
      case DOUBLE, INT32, INT64, DECIMAL128 ->
          new Interval(
              new BsonDouble(Double.NaN), true, new BsonDouble(Double.POSITIVE_INFINITY), true);
      case STRING, SYMBOL -> upTo(new BsonString(""), new BsonDocument());
      case DOCUMENT -> upTo(new BsonDocument(), new BsonArray());
      case ARRAY -> upTo(new BsonArray(), new BsonBinary((byte) 0, new byte[0]));
      case BINARY -> upTo(new BsonBinary((byte) 0, new byte[0]), LEAST_OBJECT_ID);
      case OBJECT_ID -> upTo(LEAST_OBJECT_ID, BsonBoolean.FALSE);
      case BOOLEAN -> new Interval(BsonBoolean.FALSE, true, BsonBoolean.TRUE, true);
      case DATE_TIME ->
          new Interval(
              new BsonDateTime(Long.MIN_VALUE), true, new BsonDateTime(Long.MAX_VALUE), true);
      case TIMESTAMP -> new Interval(new BsonTimestamp(0L), true, new BsonTimestamp(-1L), true);
      case REGULAR_EXPRESSION -> upTo(LEAST_REGEX, LEAST_DB_POINTER);
      case DB_POINTER -> upTo(LEAST_DB_POINTER, LEAST_CODE);
      case JAVASCRIPT -> upTo(LEAST_CODE, LEAST_CODE_WITH_SCOPE);
      case JAVASCRIPT_WITH_SCOPE -> upTo(LEAST_CODE_WITH_SCOPE, new BsonMaxKey());
      case NULL, UNDEFINED -> Interval.point(BsonNull.VALUE);
      case MIN_KEY -> Interval.point(new BsonMinKey());
      case MAX_KEY -> Interval.point(new BsonMaxKey());
      case END_OF_DOCUMENT -> Interval.ALL;
    };
  }

  /** The least value that {@code $lt} of this type can match: NaN is less than no number. */
  static BsonValue leastComparable(BsonType type) {
    return switch (type) {
      case DOUBLE, INT32, INT64, DECIMAL128 -> new BsonDouble(Double.NEGATIVE_INFINITY);
      default -> bracket(type).low();
    };
  }

  /** Bounds of {@code $type}, by numbers and names of types; those of arrays and null have none. */
  static @Nullable Bounds ofTypeOperand(BsonValue operand) {
    long types = 0;
    for (BsonValue code : operand.isArray() ? operand.asArray() : new BsonArray(List.of(operand))) {
      types |=
          code.isString()
              ? TypeAliases.bits(code.asString().getValue())
              : TypeAliases.bit((byte) code.asNumber().intValue());
    }
    List<Interval> intervals = new ArrayList<>();
    for (BsonType type : BsonType.values()) {
      if (TypeAliases.contains(types, (byte) type.getValue())) {
        if (!isBracketed(type)) {
          return null;
        }
        intervals.add(bracket(type));
      }
    }
    return new Bounds(Intervals.union(intervals, BsonOrder.SIMPLE), false);
  }

  private static boolean isBracketed(BsonType type) {
    return switch (type) {
      case ARRAY, NULL, UNDEFINED, END_OF_DOCUMENT -> false;
      default -> true;
    };
  }

  private static Interval upTo(BsonValue low, BsonValue exclusiveHigh) {
    return new Interval(low, true, exclusiveHigh, false);
  }
}

package dev.meerkat.fuzz.parsers;

import com.ibm.icu.text.Collator;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonRegularExpression;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * The order of values as MongoDB's manual tells it, over decoded values and in the simplest words:
 * what the server's own order must agree with. It shares no code with it. Threads: immutable, but
 * for the collator.
 *
 * @param collator how strings are compared, or null for their bytes
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/">Comparison
 *     and sort order</a>
 */
public record PlainOrder(@Nullable Collator collator) implements Comparator<BsonValue> {
  /** Strings are compared by their bytes. */
  public static final PlainOrder SIMPLE = new PlainOrder(null);

  /** Types in their order; types with the same number are compared by their values. */
  static int rank(BsonValue value) {
    return switch (value.getBsonType()) {
      case MIN_KEY -> 0;
      case END_OF_DOCUMENT, UNDEFINED -> 1;
      case NULL -> 2;
      case INT32, INT64, DOUBLE, DECIMAL128 -> 3;
      case STRING, SYMBOL -> 4;
      case DOCUMENT -> 5;
      case ARRAY -> 6;
      case BINARY -> 7;
      case OBJECT_ID -> 8;
      case BOOLEAN -> 9;
      case DATE_TIME -> 10;
      case TIMESTAMP -> 11;
      case REGULAR_EXPRESSION -> 12;
      case DB_POINTER -> 13;
      case JAVASCRIPT -> 14;
      case JAVASCRIPT_WITH_SCOPE -> 15;
      case MAX_KEY -> 16;
    };
  }

  @Override
  public int compare(BsonValue a, BsonValue b) {
    if (rank(a) != rank(b)) {
      return Integer.compare(rank(a), rank(b));
    }
    return switch (a.getBsonType()) {
      case INT32, INT64, DOUBLE, DECIMAL128 -> numbers(a, b);
      case STRING, SYMBOL -> texts(text(a), text(b));
      case DOCUMENT -> documents(a.asDocument(), b.asDocument());
      case ARRAY -> arrays(a, b);
      case BINARY -> binaries(a.asBinary(), b.asBinary());
      case OBJECT_ID -> a.asObjectId().getValue().compareTo(b.asObjectId().getValue());
      case BOOLEAN -> Boolean.compare(a.asBoolean().getValue(), b.asBoolean().getValue());
      case DATE_TIME -> Long.compare(a.asDateTime().getValue(), b.asDateTime().getValue());
      case TIMESTAMP ->
          Long.compareUnsigned(a.asTimestamp().getValue(), b.asTimestamp().getValue());
      case REGULAR_EXPRESSION -> regexes(a.asRegularExpression(), b.asRegularExpression());
      case DB_POINTER -> pointers(a.asDBPointer(), b.asDBPointer());
      case JAVASCRIPT -> bytes(a.asJavaScript().getCode(), b.asJavaScript().getCode());
      case JAVASCRIPT_WITH_SCOPE -> {
        int codes = bytes(a.asJavaScriptWithScope().getCode(), b.asJavaScriptWithScope().getCode());
        yield codes != 0
            ? codes
            : SIMPLE.documents(
                a.asJavaScriptWithScope().getScope(), b.asJavaScriptWithScope().getScope());
      }
      case MIN_KEY, MAX_KEY, NULL, UNDEFINED, END_OF_DOCUMENT -> 0;
    };
  }

  /** Whether a value is a number that is none. */
  static boolean isNaN(BsonValue value) {
    return value.isDouble() && Double.isNaN(value.asDouble().getValue())
        || value.isDecimal128() && value.asDecimal128().getValue().isNaN();
  }

  /** A number's exact value, or null where it is infinite or none. */
  static @Nullable BigDecimal exact(BsonValue value) {
    return switch (value.getBsonType()) {
      case INT32 -> BigDecimal.valueOf(value.asInt32().getValue());
      case INT64 -> BigDecimal.valueOf(value.asInt64().getValue());
      case DOUBLE ->
          Double.isFinite(value.asDouble().getValue())
              ? new BigDecimal(value.asDouble().getValue())
              : null;
      default -> exact(value.asDecimal128().getValue());
    };
  }

  private static @Nullable BigDecimal exact(Decimal128 value) {
    if (!value.isFinite()) {
      return null;
    }
    // A negative zero has no exact value in Java; its opposite has.
    Decimal128 magnitude =
        value.isNegative()
            ? Decimal128.fromIEEE754BIDEncoding(value.getHigh() & Long.MAX_VALUE, value.getLow())
            : value;
    BigDecimal exact = magnitude.bigDecimalValue();
    return value.isNegative() ? exact.negate() : exact;
  }

  /** NaN, negative infinity, the finite ones, positive infinity. */
  private static int place(BsonValue value) {
    if (isNaN(value)) {
      return 0;
    }
    if (exact(value) != null) {
      return 2;
    }
    boolean negative =
        value.isDouble()
            ? value.asDouble().getValue() < 0
            : value.asDecimal128().getValue().isNegative();
    return negative ? 1 : 3;
  }

  private static int numbers(BsonValue a, BsonValue b) {
    BigDecimal exactA = exact(a);
    BigDecimal exactB = exact(b);
    return exactA != null && exactB != null
        ? exactA.compareTo(exactB)
        : Integer.compare(place(a), place(b));
  }

  private static String text(BsonValue value) {
    return value.isString() ? value.asString().getValue() : value.asSymbol().getSymbol();
  }

  private int texts(String a, String b) {
    return collator == null ? bytes(a, b) : collator.compare(a, b);
  }

  private static int bytes(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private int documents(BsonDocument a, BsonDocument b) {
    Iterator<Map.Entry<String, BsonValue>> restA = a.entrySet().iterator();
    Iterator<Map.Entry<String, BsonValue>> restB = b.entrySet().iterator();
    while (restA.hasNext() && restB.hasNext()) {
      Map.Entry<String, BsonValue> fieldA = restA.next();
      Map.Entry<String, BsonValue> fieldB = restB.next();
      int order = Integer.compare(rank(fieldA.getValue()), rank(fieldB.getValue()));
      if (order == 0) {
        order = bytes(fieldA.getKey(), fieldB.getKey());
      }
      if (order == 0) {
        order = compare(fieldA.getValue(), fieldB.getValue());
      }
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(restA.hasNext(), restB.hasNext());
  }

  private int arrays(BsonValue a, BsonValue b) {
    Iterator<BsonValue> restA = a.asArray().iterator();
    Iterator<BsonValue> restB = b.asArray().iterator();
    while (restA.hasNext() && restB.hasNext()) {
      int order = compare(restA.next(), restB.next());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(restA.hasNext(), restB.hasNext());
  }

  private static int binaries(BsonBinary a, BsonBinary b) {
    int order = Integer.compare(stored(a), stored(b));
    if (order == 0) {
      order = Integer.compare(a.getType() & 0xFF, b.getType() & 0xFF);
    }
    return order != 0 ? order : Arrays.compareUnsigned(a.getData(), b.getData());
  }

  /** The old form of binary data holds its length once more. */
  private static int stored(BsonBinary value) {
    return value.getData().length + (value.getType() == 2 ? Integer.BYTES : 0);
  }

  private static int regexes(BsonRegularExpression a, BsonRegularExpression b) {
    int patterns = bytes(a.getPattern(), b.getPattern());
    return patterns != 0 ? patterns : bytes(a.getOptions(), b.getOptions());
  }

  private static int pointers(BsonDbPointer a, BsonDbPointer b) {
    int order =
        Integer.compare(
            a.getNamespace().getBytes(StandardCharsets.UTF_8).length,
            b.getNamespace().getBytes(StandardCharsets.UTF_8).length);
    if (order == 0) {
      order = bytes(a.getNamespace(), b.getNamespace());
    }
    return order != 0 ? order : a.getId().compareTo(b.getId());
  }
}

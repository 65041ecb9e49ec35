package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ValueOrder;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonBinary;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonRegularExpression;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The order of values on which sorting, matching, grouping and indexes are built: the one place
 * where two values are compared. {@link Collation#order()} gives one for a language. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/">Comparison
 *     order</a>
 */
public final class BsonOrder implements ValueOrder {
  /** The order without a collation. */
  public static final BsonOrder SIMPLE = new BsonOrder(null);

  private final @Nullable CollatedText text;
  private final BsonHash hash;

  BsonOrder(@Nullable CollatedText text) {
    this.text = text;
    this.hash = new BsonHash(text);
  }

  @Override
  public boolean isSimple() {
    return text == null;
  }

  @Override
  public int compare(byte typeA, byte[] a, int offsetA, byte typeB, byte[] b, int offsetB) {
    if (typeA == typeB) {
      return compareSameType(typeA, a, offsetA, b, offsetB);
    }
    int canonical = CanonicalType.of(typeA);
    int difference = Integer.compare(canonical, CanonicalType.of(typeB));
    if (difference != 0) {
      return difference;
    }
    return switch (canonical) {
      case CanonicalType.NUMBER ->
          NumberOrder.compare(
              typeA,
              numberHigh(typeA, a, offsetA),
              numberLow(typeA, a, offsetA),
              typeB,
              numberHigh(typeB, b, offsetB),
              numberLow(typeB, b, offsetB));
      case CanonicalType.STRING -> compareText(a, offsetA, b, offsetB);
      default -> 0;
    };
  }

  private int compareSameType(byte type, byte[] a, int i, byte[] b, int j) {
    return switch (type) {
      case BsonBytes.INT32 -> Integer.compare(BsonBytes.int32(a, i), BsonBytes.int32(b, j));
      case BsonBytes.INT64, BsonBytes.DATE_TIME ->
          Long.compare(BsonBytes.int64(a, i), BsonBytes.int64(b, j));
      case BsonBytes.DOUBLE ->
          NumberOrder.compare(BsonBytes.float64(a, i), BsonBytes.float64(b, j));
      case BsonBytes.STRING, BsonBytes.SYMBOL -> compareText(a, i, b, j);
      case BsonBytes.OBJECT_ID -> Arrays.compareUnsigned(a, i, i + 12, b, j, j + 12);
      case BsonBytes.DOCUMENT -> compareDocuments(a, i, b, j);
      case BsonBytes.ARRAY -> compareArrays(a, i, b, j);
      case BsonBytes.BOOLEAN -> Byte.compare(a[i], b[j]);
      case BsonBytes.TIMESTAMP ->
          Long.compareUnsigned(BsonBytes.int64(a, i), BsonBytes.int64(b, j));
      case BsonBytes.DECIMAL128 ->
          NumberOrder.compare(
              type,
              BsonBytes.int64(a, i + 8),
              BsonBytes.int64(a, i),
              type,
              BsonBytes.int64(b, j + 8),
              BsonBytes.int64(b, j));
      case BsonBytes.BINARY -> compareBinary(a, i, b, j);
      case BsonBytes.CODE -> Utf8.compareStrings(a, i, b, j);
      case BsonBytes.REGEX -> compareRegex(a, i, b, j);
      case BsonBytes.DB_POINTER -> compareDbPointers(a, i, b, j);
      case BsonBytes.CODE_WITH_SCOPE -> compareCodeWithScope(a, i, b, j);
      default -> 0;
    };
  }

  private int compareText(byte[] a, int i, byte[] b, int j) {
    if (text == null) {
      return Utf8.compareStrings(a, i, b, j);
    }
    int length = 4 + BsonBytes.int32(a, i);
    if (Arrays.equals(a, i, i + length, b, j, j + 4 + BsonBytes.int32(b, j))) {
      return 0;
    }
    return text.compare(BsonBytes.string(a, i), BsonBytes.string(b, j));
  }

  private int compareDocuments(byte[] a, int i, byte[] b, int j) {
    int elementA = i + 4;
    int elementB = j + 4;
    while (a[elementA] != BsonBytes.END && b[elementB] != BsonBytes.END) {
      byte typeA = a[elementA];
      byte typeB = b[elementB];
      if (typeA != typeB) {
        int difference = Integer.compare(CanonicalType.of(typeA), CanonicalType.of(typeB));
        if (difference != 0) {
          return difference;
        }
      }
      int difference = Utf8.compareNames(a, elementA + 1, b, elementB + 1);
      if (difference != 0) {
        return difference;
      }
      int valueA = BsonBytes.valueOffset(a, elementA);
      int valueB = valueA - elementA + elementB;
      difference = compare(typeA, a, valueA, typeB, b, valueB);
      if (difference != 0) {
        return difference;
      }
      elementA = valueA + BsonBytes.valueSize(a, typeA, valueA);
      elementB = valueB + BsonBytes.valueSize(b, typeB, valueB);
    }
    return Boolean.compare(a[elementA] != BsonBytes.END, b[elementB] != BsonBytes.END);
  }

  private int compareArrays(byte[] a, int i, byte[] b, int j) {
    int elementA = i + 4;
    int elementB = j + 4;
    while (a[elementA] != BsonBytes.END && b[elementB] != BsonBytes.END) {
      int valueA = BsonBytes.valueOffset(a, elementA);
      int valueB = BsonBytes.valueOffset(b, elementB);
      int difference = compare(a[elementA], a, valueA, b[elementB], b, valueB);
      if (difference != 0) {
        return difference;
      }
      elementA = valueA + BsonBytes.valueSize(a, a[elementA], valueA);
      elementB = valueB + BsonBytes.valueSize(b, b[elementB], valueB);
    }
    return Boolean.compare(a[elementA] != BsonBytes.END, b[elementB] != BsonBytes.END);
  }

  private static int compareBinary(byte[] a, int i, byte[] b, int j) {
    int length = BsonBytes.int32(a, i);
    int difference = Integer.compare(length, BsonBytes.int32(b, j));
    // The subtype stands directly before the bytes.
    return difference != 0
        ? difference
        : Arrays.compareUnsigned(a, i + 4, i + 5 + length, b, j + 4, j + 5 + length);
  }

  private static int compareRegex(byte[] a, int i, byte[] b, int j) {
    int difference = Utf8.compareNames(a, i, b, j);
    // valueOffset() skips a byte and a name: from one before the pattern, to the options.
    return difference != 0
        ? difference
        : RegexOptions.compare(
            a, BsonBytes.valueOffset(a, i - 1), b, BsonBytes.valueOffset(b, j - 1));
  }

  private static int compareDbPointers(byte[] a, int i, byte[] b, int j) {
    int length = BsonBytes.int32(a, i);
    int difference = Integer.compare(length, BsonBytes.int32(b, j));
    return difference != 0
        ? difference
        : Arrays.compareUnsigned(a, i + 4, i + 16 + length, b, j + 4, j + 16 + length);
  }

  private int compareCodeWithScope(byte[] a, int i, byte[] b, int j) {
    int difference = Utf8.compareStrings(a, i + 4, b, j + 4);
    return difference != 0
        ? difference
        : compareDocuments(
            a, i + 8 + BsonBytes.int32(a, i + 4), b, j + 8 + BsonBytes.int32(b, j + 4));
  }

  @Override
  public int compare(@Nullable BsonValue a, @Nullable BsonValue b) {
    int canonical = CanonicalType.of(a);
    int difference = Integer.compare(canonical, CanonicalType.of(b));
    if (difference != 0 || a == null || b == null) {
      return difference;
    }
    return switch (canonical) {
      case CanonicalType.NUMBER ->
          NumberOrder.compare(
              CanonicalType.typeByte(a),
              numberHigh(a),
              numberLow(a),
              CanonicalType.typeByte(b),
              numberHigh(b),
              numberLow(b));
      case CanonicalType.STRING -> compareText(text(a), text(b));
      case CanonicalType.DOCUMENT -> compareDocuments(a.asDocument(), b.asDocument());
      case CanonicalType.ARRAY -> compareArrays(a.asArray(), b.asArray());
      case CanonicalType.BINARY -> compareBinary(a.asBinary(), b.asBinary());
      case CanonicalType.OBJECT_ID -> a.asObjectId().compareTo(b.asObjectId());
      case CanonicalType.BOOLEAN ->
          Boolean.compare(a.asBoolean().getValue(), b.asBoolean().getValue());
      case CanonicalType.DATE_TIME ->
          Long.compare(a.asDateTime().getValue(), b.asDateTime().getValue());
      case CanonicalType.TIMESTAMP ->
          Long.compareUnsigned(a.asTimestamp().getValue(), b.asTimestamp().getValue());
      case CanonicalType.REGEX -> compareRegex(a.asRegularExpression(), b.asRegularExpression());
      case CanonicalType.DB_POINTER -> compareDbPointers(a.asDBPointer(), b.asDBPointer());
      case CanonicalType.CODE ->
          Utf8.compare(a.asJavaScript().getCode(), b.asJavaScript().getCode());
      case CanonicalType.CODE_WITH_SCOPE ->
          compareCodeWithScope(a.asJavaScriptWithScope(), b.asJavaScriptWithScope());
      default -> 0;
    };
  }

  private int compareText(String a, String b) {
    return text == null ? Utf8.compare(a, b) : text.compare(a, b);
  }

  private int compareDocuments(BsonDocument a, BsonDocument b) {
    Iterator<Map.Entry<String, BsonValue>> fieldsA = a.entrySet().iterator();
    Iterator<Map.Entry<String, BsonValue>> fieldsB = b.entrySet().iterator();
    while (fieldsA.hasNext() && fieldsB.hasNext()) {
      Map.Entry<String, BsonValue> fieldA = fieldsA.next();
      Map.Entry<String, BsonValue> fieldB = fieldsB.next();
      int difference =
          Integer.compare(CanonicalType.of(fieldA.getValue()), CanonicalType.of(fieldB.getValue()));
      if (difference == 0) {
        difference = Utf8.compare(fieldA.getKey(), fieldB.getKey());
      }
      if (difference == 0) {
        difference = compare(fieldA.getValue(), fieldB.getValue());
      }
      if (difference != 0) {
        return difference;
      }
    }
    return Boolean.compare(fieldsA.hasNext(), fieldsB.hasNext());
  }

  private int compareArrays(List<BsonValue> a, List<BsonValue> b) {
    int length = Math.min(a.size(), b.size());
    for (int i = 0; i < length; i++) {
      int difference = compare(a.get(i), b.get(i));
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareBinary(BsonBinary a, BsonBinary b) {
    int difference = Integer.compare(binaryLength(a), binaryLength(b));
    if (difference == 0) {
      difference = Byte.compareUnsigned(a.getType(), b.getType());
    }
    return difference != 0 ? difference : Arrays.compareUnsigned(a.getData(), b.getData());
  }

  /** The old subtype's data begins with its length, which the object form leaves out. */
  private static int binaryLength(BsonBinary binary) {
    return binary.getData().length + (binary.getType() == 2 ? 4 : 0);
  }

  private static int compareRegex(BsonRegularExpression a, BsonRegularExpression b) {
    int difference = Utf8.compare(a.getPattern(), b.getPattern());
    return difference != 0 ? difference : Utf8.compare(a.getOptions(), b.getOptions());
  }

  private static int compareDbPointers(BsonDbPointer a, BsonDbPointer b) {
    byte[] namespaceA = BsonBytes.nameBytes(a.getNamespace());
    byte[] namespaceB = BsonBytes.nameBytes(b.getNamespace());
    int difference = Integer.compare(namespaceA.length, namespaceB.length);
    if (difference == 0) {
      difference = Arrays.compareUnsigned(namespaceA, namespaceB);
    }
    return difference != 0 ? difference : a.getId().compareTo(b.getId());
  }

  private int compareCodeWithScope(BsonJavaScriptWithScope a, BsonJavaScriptWithScope b) {
    int difference = Utf8.compare(a.getCode(), b.getCode());
    return difference != 0 ? difference : compareDocuments(a.getScope(), b.getScope());
  }

  @Override
  public int hash(byte type, byte[] array, int offset) {
    return hash.of(type, array, offset);
  }

  @Override
  public int hash(@Nullable BsonValue value) {
    return hash.of(value);
  }

  /** Equal where the collations are. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BsonOrder order && Objects.equals(text, order.text);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(text);
  }

  static String text(BsonValue value) {
    return value.isString() ? value.asString().getValue() : value.asSymbol().getSymbol();
  }

  static long numberHigh(byte type, byte[] array, int offset) {
    return type == BsonBytes.DECIMAL128 ? BsonBytes.int64(array, offset + 8) : 0;
  }

  static long numberLow(byte type, byte[] array, int offset) {
    return type == BsonBytes.INT32
        ? BsonBytes.int32(array, offset)
        : BsonBytes.int64(array, offset);
  }

  static long numberHigh(BsonValue number) {
    return number.isDecimal128() ? number.asDecimal128().getValue().getHigh() : 0;
  }

  static long numberLow(BsonValue number) {
    return switch (number.getBsonType()) {
      case INT32 -> number.asInt32().getValue();
      case INT64 -> number.asInt64().getValue();
      case DOUBLE -> Double.doubleToRawLongBits(number.asDouble().getValue());
      default -> number.asDecimal128().getValue().getLow();
    };
  }
}

package dev.meerkat.spi;

import java.util.Arrays;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Decodes single values; {@link BsonBytes#decode} is its door. Threads: immutable. */
final class BsonValues {
  private BsonValues() {}

  static BsonValue decode(byte[] a, byte type, int o) {
    return switch (type) {
      case BsonBytes.DOUBLE -> new BsonDouble(BsonBytes.float64(a, o));
      case BsonBytes.STRING -> new BsonString(BsonBytes.string(a, o));
      case BsonBytes.DOCUMENT -> document(a, o);
      case BsonBytes.ARRAY -> array(a, o);
      case BsonBytes.BINARY -> binary(a, o);
      case BsonBytes.UNDEFINED -> new BsonUndefined();
      case BsonBytes.OBJECT_ID -> new BsonObjectId(objectId(a, o));
      case BsonBytes.BOOLEAN -> BsonBoolean.valueOf(a[o] != 0);
      case BsonBytes.DATE_TIME -> new BsonDateTime(BsonBytes.int64(a, o));
      case BsonBytes.NULL -> BsonNull.VALUE;
      case BsonBytes.REGEX -> regex(a, o);
      case BsonBytes.DB_POINTER ->
          new BsonDbPointer(BsonBytes.string(a, o), objectId(a, o + 4 + BsonBytes.int32(a, o)));
      case BsonBytes.CODE -> new BsonJavaScript(BsonBytes.string(a, o));
      case BsonBytes.SYMBOL -> new BsonSymbol(BsonBytes.string(a, o));
      case BsonBytes.CODE_WITH_SCOPE ->
          new BsonJavaScriptWithScope(
              BsonBytes.string(a, o + 4), document(a, o + 8 + BsonBytes.int32(a, o + 4)));
      case BsonBytes.INT32 -> new BsonInt32(BsonBytes.int32(a, o));
      case BsonBytes.TIMESTAMP -> new BsonTimestamp(BsonBytes.int64(a, o));
      case BsonBytes.INT64 -> new BsonInt64(BsonBytes.int64(a, o));
      case BsonBytes.DECIMAL128 ->
          new BsonDecimal128(
              Decimal128.fromIEEE754BIDEncoding(BsonBytes.int64(a, o + 8), BsonBytes.int64(a, o)));
      case BsonBytes.MIN_KEY -> new BsonMinKey();
      case BsonBytes.MAX_KEY -> new BsonMaxKey();
      default -> throw new IllegalStateException("not a BSON type: " + type);
    };
  }

  static BsonDocument document(byte[] a, int offset) {
    BsonDocument document = new BsonDocument();
    int element = offset + 4;
    while (a[element] != BsonBytes.END) {
      int value = BsonBytes.valueOffset(a, element);
      String name = BsonText.name(a, element + 1, value - element - 2);
      document.append(name, decode(a, a[element], value));
      element = value + BsonBytes.valueSize(a, a[element], value);
    }
    return document;
  }

  private static BsonArray array(byte[] a, int offset) {
    BsonArray array = new BsonArray();
    int element = offset + 4;
    while (a[element] != BsonBytes.END) {
      int value = BsonBytes.valueOffset(a, element);
      array.add(decode(a, a[element], value));
      element = value + BsonBytes.valueSize(a, a[element], value);
    }
    return array;
  }

  private static BsonBinary binary(byte[] a, int o) {
    int length = BsonBytes.int32(a, o);
    byte subtype = a[o + 4];
    // The old binary subtype repeats its length inside; org.bson keeps only the inner bytes and
    // writes the inner length again.
    int skip = subtype == 2 ? 4 : 0;
    return new BsonBinary(subtype, Arrays.copyOfRange(a, o + 5 + skip, o + 5 + length));
  }

  private static ObjectId objectId(byte[] a, int o) {
    return new ObjectId(Arrays.copyOfRange(a, o, o + 12));
  }

  private static BsonRegularExpression regex(byte[] a, int o) {
    int middle = o;
    while (a[middle] != 0) {
      middle++;
    }
    int end = middle + 1;
    while (a[end] != 0) {
      end++;
    }
    return new BsonRegularExpression(
        BsonText.decode(a, o, middle - o), BsonText.decode(a, middle + 1, end - middle - 1));
  }
}

package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The hash that agrees with {@link BsonOrder}: values that compare as equal have the same, in both
 * their forms. Threads: immutable.
 */
final class BsonHash {
  private final @Nullable CollatedText text;

  BsonHash(@Nullable CollatedText text) {
    this.text = text;
  }

  int of(byte type, byte[] array, int offset) {
    int canonical = CanonicalType.of(type);
    int content =
        switch (canonical) {
          case CanonicalType.NUMBER ->
              NumberOrder.hash(
                  type,
                  BsonOrder.numberHigh(type, array, offset),
                  BsonOrder.numberLow(type, array, offset));
          case CanonicalType.STRING -> hashText(array, offset);
          case CanonicalType.DOCUMENT -> hashDocument(array, offset);
          case CanonicalType.ARRAY -> hashArray(array, offset);
          case CanonicalType.BINARY ->
              Utf8.hash(
                  array[offset + 4],
                  array,
                  offset + 5 + (array[offset + 4] == 2 ? 4 : 0),
                  offset + 5 + BsonBytes.int32(array, offset));
          case CanonicalType.OBJECT_ID -> hashObjectId(array, offset);
          case CanonicalType.BOOLEAN -> array[offset];
          case CanonicalType.DATE_TIME, CanonicalType.TIMESTAMP ->
              Long.hashCode(BsonBytes.int64(array, offset));
          case CanonicalType.REGEX ->
              RegexOptions.hash(
                  Utf8.hashName(1, array, offset), array, BsonBytes.valueOffset(array, offset - 1));
          case CanonicalType.DB_POINTER -> {
            int end = offset + 4 + BsonBytes.int32(array, offset);
            yield Utf8.hash(Utf8.hash(1, array, offset + 4, end - 1), array, end, end + 12);
          }
          case CanonicalType.CODE -> hashString(array, offset);
          case CanonicalType.CODE_WITH_SCOPE ->
              31 * hashString(array, offset + 4)
                  + hashDocument(array, offset + 8 + BsonBytes.int32(array, offset + 4));
          default -> 0;
        };
    return finish(canonical, content);
  }

  private int hashText(byte[] array, int offset) {
    return text == null
        ? hashString(array, offset)
        : Arrays.hashCode(text.sortKey(BsonBytes.string(array, offset)));
  }

  private static int hashString(byte[] array, int offset) {
    return Utf8.hash(1, array, offset + 4, offset + 3 + BsonBytes.int32(array, offset));
  }

  private static int hashObjectId(byte[] array, int offset) {
    return 31 * Long.hashCode(BsonBytes.int64(array, offset)) + BsonBytes.int32(array, offset + 8);
  }

  private int hashDocument(byte[] array, int offset) {
    int hash = 1;
    int element = offset + 4;
    while (array[element] != BsonBytes.END) {
      int value = BsonBytes.valueOffset(array, element);
      hash = Utf8.hashName(hash, array, element + 1);
      hash = 31 * hash + of(array[element], array, value);
      element = value + BsonBytes.valueSize(array, array[element], value);
    }
    return hash;
  }

  private int hashArray(byte[] array, int offset) {
    int hash = 1;
    int element = offset + 4;
    while (array[element] != BsonBytes.END) {
      int value = BsonBytes.valueOffset(array, element);
      hash = 31 * hash + of(array[element], array, value);
      element = value + BsonBytes.valueSize(array, array[element], value);
    }
    return hash;
  }

  int of(@Nullable BsonValue value) {
    int canonical = CanonicalType.of(value);
    if (value == null) {
      return finish(canonical, 0);
    }
    int content =
        switch (canonical) {
          case CanonicalType.NUMBER ->
              NumberOrder.hash(
                  CanonicalType.typeByte(value),
                  BsonOrder.numberHigh(value),
                  BsonOrder.numberLow(value));
          case CanonicalType.STRING ->
              text == null
                  ? Utf8.hash(1, BsonOrder.text(value))
                  : Arrays.hashCode(text.sortKey(BsonOrder.text(value)));
          case CanonicalType.DOCUMENT -> hashDocument(value.asDocument());
          case CanonicalType.ARRAY -> hashArray(value.asArray());
          case CanonicalType.BINARY -> {
            byte[] data = value.asBinary().getData();
            yield Utf8.hash(value.asBinary().getType(), data, 0, data.length);
          }
          case CanonicalType.OBJECT_ID ->
              hashObjectId(value.asObjectId().getValue().toByteArray(), 0);
          case CanonicalType.BOOLEAN -> value.asBoolean().getValue() ? 1 : 0;
          case CanonicalType.DATE_TIME -> Long.hashCode(value.asDateTime().getValue());
          case CanonicalType.TIMESTAMP -> Long.hashCode(value.asTimestamp().getValue());
          case CanonicalType.REGEX ->
              Utf8.hash(
                  Utf8.hash(1, value.asRegularExpression().getPattern()),
                  value.asRegularExpression().getOptions());
          case CanonicalType.DB_POINTER ->
              Utf8.hash(
                  Utf8.hash(1, value.asDBPointer().getNamespace()),
                  value.asDBPointer().getId().toByteArray(),
                  0,
                  12);
          case CanonicalType.CODE -> Utf8.hash(1, value.asJavaScript().getCode());
          case CanonicalType.CODE_WITH_SCOPE ->
              31 * Utf8.hash(1, value.asJavaScriptWithScope().getCode())
                  + hashDocument(value.asJavaScriptWithScope().getScope());
          default -> 0;
        };
    return finish(canonical, content);
  }

  private int hashDocument(BsonDocument document) {
    int hash = 1;
    for (Map.Entry<String, BsonValue> field : document.entrySet()) {
      hash = Utf8.hash(hash, field.getKey());
      hash = 31 * hash + of(field.getValue());
    }
    return hash;
  }

  private int hashArray(List<BsonValue> array) {
    int hash = 1;
    for (BsonValue element : array) {
      hash = 31 * hash + of(element);
    }
    return hash;
  }

  /** Tells the classes apart and spreads the bits, for tables that use the lower ones. */
  private static int finish(int canonical, int content) {
    int hash = (content + canonical) * 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }
}

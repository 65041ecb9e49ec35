package dev.meerkat.query.filter;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.Numbers;
import org.bson.BsonArray;
import org.bson.BsonValue;

/**
 * {@code $type}: the value has one of some types, given by number or by name. Threads: immutable.
 *
 * @param types bit {@code n} is set for BSON type {@code n}; MaxKey (127) has bit 62, MinKey (-1)
 *     bit 63
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/type/">$type</a>
 */
record TypeFilter(long types) implements PlainTest {
  private static final long NUMBERS =
      bit(BsonBytes.DOUBLE)
          | bit(BsonBytes.INT32)
          | bit(BsonBytes.INT64)
          | bit(BsonBytes.DECIMAL128);

  static Filter parse(String path, BsonValue spec, ParseScope scope) {
    BsonArray operand = spec.isArray() ? spec.asArray() : BsonArray.parse("[]");
    if (!spec.isArray()) {
      operand.add(spec);
    } else if (operand.isEmpty()) {
      throw new ServerException(ErrorCode.FAILED_TO_PARSE, "$type must match at least one type");
    }
    long types = 0;
    for (BsonValue type : operand) {
      types |= bits(path, type);
    }
    return PathFilter.onElements(
        path, new TypeFilter(types), new Predicate.Path(path, "$type", operand, scope.order()));
  }

  private static long bits(String path, BsonValue spec) {
    if (spec.isString()) {
      return bits(spec.asString().getValue());
    }
    if (!spec.isNumber() && !spec.isDecimal128()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "type must be represented as a number or a string");
    }
    if (!Numbers.isIntegral(spec)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "Invalid numerical type code: " + spec + " for field: " + path);
    }
    long code = Numbers.exactLong(spec);
    if (code == 0) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Invalid numerical type code 0. Instead use {$exists: false} or {$type: 'missing'}.");
    }
    if (code < -1 || (code > 19 && code != 127)) {
      throw new ServerException(ErrorCode.BAD_VALUE, "Invalid numerical type code: " + code);
    }
    return bit((byte) code);
  }

  private static long bits(String alias) {
    return switch (alias) {
      case "number" -> NUMBERS;
      case "double" -> bit(BsonBytes.DOUBLE);
      case "string" -> bit(BsonBytes.STRING);
      case "object" -> bit(BsonBytes.DOCUMENT);
      case "array" -> bit(BsonBytes.ARRAY);
      case "binData" -> bit(BsonBytes.BINARY);
      case "undefined" -> bit(BsonBytes.UNDEFINED);
      case "objectId" -> bit(BsonBytes.OBJECT_ID);
      case "bool" -> bit(BsonBytes.BOOLEAN);
      case "date" -> bit(BsonBytes.DATE_TIME);
      case "null" -> bit(BsonBytes.NULL);
      case "regex" -> bit(BsonBytes.REGEX);
      case "dbPointer" -> bit(BsonBytes.DB_POINTER);
      case "javascript" -> bit(BsonBytes.CODE);
      case "symbol" -> bit(BsonBytes.SYMBOL);
      case "javascriptWithScope" -> bit(BsonBytes.CODE_WITH_SCOPE);
      case "int" -> bit(BsonBytes.INT32);
      case "timestamp" -> bit(BsonBytes.TIMESTAMP);
      case "long" -> bit(BsonBytes.INT64);
      case "decimal" -> bit(BsonBytes.DECIMAL128);
      case "minKey" -> bit(BsonBytes.MIN_KEY);
      case "maxKey" -> bit(BsonBytes.MAX_KEY);
      default ->
          throw new ServerException(ErrorCode.BAD_VALUE, "Unknown type name alias: " + alias);
    };
  }

  private static long bit(byte type) {
    return type == BsonBytes.MAX_KEY ? 1L << 62 : 1L << (type & 63);
  }

  @Override
  public boolean test(byte type, byte[] array, int offset) {
    return type != BsonBytes.END && (types & bit(type)) != 0;
  }
}

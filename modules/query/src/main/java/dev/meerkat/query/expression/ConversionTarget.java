package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Numbers;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $convert} converts to: {@code to} as a name, a number or <code>{type, subtype}</code>
 * . Threads: immutable.
 *
 * @param type the type, or null for one that nothing is converted to
 * @param subtypeValue of binary data, as given: nobody else looks at it
 */
record ConversionTarget(@Nullable BsonType type, String name, BsonValue subtypeValue) {
  private static final int LAST_RESERVED_SUBTYPE = 9;
  private static final int FIRST_USER_SUBTYPE = 128;
  private static final int LAST_SUBTYPE = 255;
  private static final BsonValue GENERIC = new BsonInt32(0);

  /** Reads {@code to}; null where it is null. */
  static @Nullable ConversionTarget of(BsonValue to) {
    if (to.isNull()) {
      return null;
    }
    if (!(to instanceof BsonDocument fields)) {
      return of(to, GENERIC);
    }
    BsonValue type = fields.get("type");
    if (type == null) {
      throw failedToParse("Missing required field 'type' of $convert's 'to' argument");
    }
    return of(type, fields.get("subtype", GENERIC));
  }

  /** The subtype of binary data, judged. */
  int subtype() {
    return subtype(subtypeValue);
  }

  private static ConversionTarget of(BsonValue type, BsonValue subtype) {
    if (type instanceof BsonString text) {
      return new ConversionTarget(byName(text.getValue()), text.getValue(), subtype);
    }
    if (!type.isNumber()) {
      throw failedToParse(
          "$convert's 'to' argument must be a string or number, but is " + Values.typeName(type));
    }
    if (!Values.isInt32(type)) {
      throw failedToParse("In $convert, numeric 'to' argument is not an integer");
    }
    int number = (int) Numbers.exactLong(type);
    return new ConversionTarget(byNumber(number), "type " + number, subtype);
  }

  private static int subtype(BsonValue value) {
    if (!value.isNumber()) {
      throw Values.error(4341108, "$convert's 'subtype' argument must be a number");
    }
    if (!Values.isInt32(value)) {
      throw Values.error(4341106, "In $convert, numeric 'subtype' argument is not an integer");
    }
    long subtype = Numbers.exactLong(value);
    if (subtype < 0
        || subtype > LAST_SUBTYPE
        || (subtype > LAST_RESERVED_SUBTYPE && subtype < FIRST_USER_SUBTYPE)) {
      throw Values.error(4341107, "In $convert, invalid 'subtype' argument: " + subtype);
    }
    return (int) subtype;
  }

  private static @Nullable BsonType byName(String name) {
    return switch (name) {
      case "double" -> BsonType.DOUBLE;
      case "string" -> BsonType.STRING;
      case "binData" -> BsonType.BINARY;
      case "objectId" -> BsonType.OBJECT_ID;
      case "bool" -> BsonType.BOOLEAN;
      case "date" -> BsonType.DATE_TIME;
      case "int" -> BsonType.INT32;
      case "long" -> BsonType.INT64;
      case "decimal" -> BsonType.DECIMAL128;
      case "missing",
          "object",
          "array",
          "undefined",
          "null",
          "regex",
          "dbPointer",
          "javascript",
          "symbol",
          "javascriptWithScope",
          "timestamp",
          "minKey",
          "maxKey" ->
          null;
      default -> throw new ServerException(ErrorCode.BAD_VALUE, "Unknown type name: " + name);
    };
  }

  private static @Nullable BsonType byNumber(int number) {
    return switch (number) {
      case 1 -> BsonType.DOUBLE;
      case 2 -> BsonType.STRING;
      case 5 -> BsonType.BINARY;
      case 7 -> BsonType.OBJECT_ID;
      case 8 -> BsonType.BOOLEAN;
      case 9 -> BsonType.DATE_TIME;
      case 16 -> BsonType.INT32;
      case 18 -> BsonType.INT64;
      case 19 -> BsonType.DECIMAL128;
      case -1, 0, 3, 4, 6, 10, 11, 12, 13, 14, 15, 17, 127 -> null;
      default ->
          throw failedToParse(
              "In $convert, numeric value for 'to' does not correspond to a BSON type: " + number);
    };
  }

  private static ServerException failedToParse(String message) {
    return new ServerException(ErrorCode.FAILED_TO_PARSE, message);
  }
}

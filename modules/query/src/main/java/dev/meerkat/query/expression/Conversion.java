package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.DecimalMath;
import dev.meerkat.values.Numbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/**
 * One conversion of values to a type. Threads: immutable.
 *
 * @param format how binary data is written as a string, empty where it is not said
 */
record Conversion(ConversionTarget target, String format, boolean bigEndian) {
  BsonValue apply(BsonValue value) {
    BsonType type = target.type();
    if (type == null) {
      throw unsupported(value);
    }
    return switch (type) {
      case DOUBLE -> toDouble(value);
      case STRING -> toText(value);
      case BINARY -> toBinary(value);
      case OBJECT_ID -> toObjectId(value);
      case BOOLEAN -> toBool(value);
      case DATE_TIME -> toDate(value);
      case INT32 -> toInt(value);
      case INT64 -> toLong(value);
      case DECIMAL128 -> toDecimal(value);
      default -> throw unsupported(value);
    };
  }

  private BsonValue toDouble(BsonValue value) {
    return switch (value.getBsonType()) {
      case DOUBLE -> value;
      case INT32, INT64 -> new BsonDouble(Numbers.toDouble(value));
      case DECIMAL128 -> ofDecimal(value.asDecimal128().getValue());
      case BOOLEAN -> new BsonDouble(value.asBoolean().getValue() ? 1 : 0);
      case DATE_TIME -> new BsonDouble((double) value.asDateTime().getValue());
      case STRING -> new BsonDouble(TextNumbers.toDouble(value.asString().getValue()));
      case BINARY -> new BsonDouble(binaryDouble(value.asBinary()));
      default -> throw unsupported(value);
    };
  }

  private BsonValue ofDecimal(Decimal128 decimal) {
    double converted = Numbers.toDouble(new BsonDecimal128(decimal));
    if (DecimalMath.isFinite(decimal)
        && (Double.isInfinite(converted) || (converted == 0 && !DecimalMath.isZero(decimal)))) {
      throw failure("Conversion would overflow target type in $convert with no onError value");
    }
    return new BsonDouble(converted);
  }

  private BsonValue toInt(BsonValue value) {
    return switch (value.getBsonType()) {
      case INT32 -> value;
      case BOOLEAN -> new BsonInt32(value.asBoolean().getValue() ? 1 : 0);
      case INT64, DOUBLE, DECIMAL128 ->
          new BsonInt32((int) integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case STRING -> new BsonInt32((int) text(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case BINARY -> new BsonInt32((int) binaryInteger(value.asBinary(), Integer.BYTES));
      default -> throw unsupported(value);
    };
  }

  private BsonValue toLong(BsonValue value) {
    return switch (value.getBsonType()) {
      case INT64 -> value;
      case INT32 -> new BsonInt64(value.asInt32().getValue());
      case BOOLEAN -> new BsonInt64(value.asBoolean().getValue() ? 1 : 0);
      case DOUBLE, DECIMAL128 -> new BsonInt64(integer(value, Long.MIN_VALUE, Long.MAX_VALUE));
      case DATE_TIME -> new BsonInt64(value.asDateTime().getValue());
      case STRING -> new BsonInt64(text(value, Long.MIN_VALUE, Long.MAX_VALUE));
      case BINARY -> new BsonInt64(binaryInteger(value.asBinary(), Long.BYTES));
      default -> throw unsupported(value);
    };
  }

  /** The whole part of a number. */
  private static long integer(BsonValue number, long least, long most) {
    Decimal128 decimal;
    if (number instanceof BsonDouble value) {
      if (Double.isNaN(value.getValue()) || Double.isInfinite(value.getValue())) {
        throw failure("Attempt to convert NaN or infinity value to integer type");
      }
      return checked(new BigDecimal(value.getValue()).setScale(0, RoundingMode.DOWN), least, most);
    }
    if (number.isInt64()) {
      return checked(BigDecimal.valueOf(number.asInt64().getValue()), least, most);
    }
    decimal = number.asDecimal128().getValue();
    if (!DecimalMath.isFinite(decimal)) {
      throw failure("Attempt to convert NaN or infinity value to integer type");
    }
    BigDecimal exact = DecimalMath.toBigDecimal(decimal);
    if (exact.precision() - exact.scale() > 20) {
      throw failure("Conversion would overflow target type in $convert with no onError value");
    }
    return checked(exact.setScale(0, RoundingMode.DOWN), least, most);
  }

  private static long checked(BigDecimal value, long least, long most) {
    if (value.compareTo(BigDecimal.valueOf(least)) < 0
        || value.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw failure("Conversion would overflow target type in $convert with no onError value");
    }
    return value.longValueExact();
  }

  private static long text(BsonValue value, long least, long most) {
    return TextNumbers.toLong(value.asString().getValue(), least, most);
  }

  private long binaryInteger(BsonBinary binary, int most) {
    byte[] data = BinaryText.payload(binary);
    ByteBuffer buffer = ordered(data);
    return switch (data.length <= most ? data.length : 0) {
      case 1 -> data[0];
      case 2 -> buffer.getShort();
      case 4 -> buffer.getInt();
      case 8 -> buffer.getLong();
      default ->
          throw failure("Failed to convert binData to a number: invalid length: " + data.length);
    };
  }

  private double binaryDouble(BsonBinary binary) {
    byte[] data = BinaryText.payload(binary);
    return switch (data.length) {
      case 4 -> ordered(data).getFloat();
      case 8 -> ordered(data).getDouble();
      default ->
          throw failure("Failed to convert binData to a double: invalid length: " + data.length);
    };
  }

  private ByteBuffer ordered(byte[] data) {
    return ByteBuffer.wrap(data).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  private static BsonValue toDecimal(BsonValue value) {
    return switch (value.getBsonType()) {
      case DECIMAL128 -> value;
      case INT32, INT64, DOUBLE -> new BsonDecimal128(Numbers.toDecimal(value));
      case BOOLEAN -> new BsonDecimal128(new Decimal128(value.asBoolean().getValue() ? 1 : 0));
      case DATE_TIME -> new BsonDecimal128(new Decimal128(value.asDateTime().getValue()));
      case STRING -> new BsonDecimal128(TextNumbers.toDecimal(value.asString().getValue()));
      default -> throw unsupported(value, "decimal");
    };
  }

  private BsonValue toText(BsonValue value) {
    return switch (value.getBsonType()) {
      case STRING -> value;
      case INT32, INT64, DOUBLE, DECIMAL128 -> new BsonString(NumberText.of(value));
      case OBJECT_ID -> new BsonString(value.asObjectId().getValue().toHexString());
      case BOOLEAN -> new BsonString(value.asBoolean().getValue() ? "true" : "false");
      case DATE_TIME -> new BsonString(DateText.iso(value.asDateTime().getValue()));
      case BINARY -> binaryText(value.asBinary());
      default -> throw unsupported(value);
    };
  }

  private BsonValue binaryText(BsonBinary binary) {
    String text = BinaryText.encode(binary, format);
    // A string too long is here a conversion that fails.
    if (Texts.utf8Length(text) >= Texts.LIMIT_BYTES) {
      throw failure("The string would be longer than 16MB");
    }
    return new BsonString(text);
  }

  private BsonValue toBinary(BsonValue value) {
    return switch (value.getBsonType()) {
      case BINARY -> {
        if ((value.asBinary().getType() & 0xFF) != target.subtype()) {
          throw failure("Conversions between different binData subtypes are not supported");
        }
        yield value;
      }
      case STRING -> BinaryText.decode(value.asString().getValue(), format, target.subtype());
      case INT32 -> binary(value.asInt32().getValue(), Integer.BYTES);
      case INT64 -> binary(value.asInt64().getValue(), Long.BYTES);
      case DOUBLE -> binary(Double.doubleToRawLongBits(value.asDouble().getValue()), Double.BYTES);
      default -> throw unsupported(value);
    };
  }

  /** The lowest {@code length} bytes of a number. */
  private BsonBinary binary(long bits, int length) {
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      data[bigEndian ? length - 1 - i : i] = (byte) (bits >> (8 * i));
    }
    return new BsonBinary((byte) target.subtype(), data);
  }

  private BsonValue toObjectId(BsonValue value) {
    return switch (value) {
      case BsonObjectId _ -> value;
      case BsonString text -> {
        if (text.getValue().length() != 24 || !ObjectId.isValid(text.getValue())) {
          throw failure("Failed to parse objectId '" + text.getValue() + "' in $convert");
        }
        yield new BsonObjectId(new ObjectId(text.getValue()));
      }
      default -> throw unsupported(value);
    };
  }

  /** Every value that is no number and no boolean is true. */
  private static BsonValue toBool(BsonValue value) {
    return Values.bool(Values.isTrue(value));
  }

  private BsonValue toDate(BsonValue value) {
    return switch (value.getBsonType()) {
      case DATE_TIME -> value;
      case INT64 -> new BsonDateTime(value.asInt64().getValue());
      case DOUBLE, DECIMAL128 -> new BsonDateTime(integer(value, Long.MIN_VALUE, Long.MAX_VALUE));
      case OBJECT_ID, TIMESTAMP -> new BsonDateTime(Dates.millis(value));
      case STRING -> new BsonDateTime(DateParser.parse(value.asString().getValue(), Zone.UTC));
      default -> throw unsupported(value);
    };
  }

  private ServerException unsupported(BsonValue value) {
    return unsupported(value, target.name());
  }

  private static ServerException unsupported(BsonValue value, String target) {
    return failure(
        "Unsupported conversion from "
            + Values.typeName(value)
            + " to "
            + target
            + " in $convert with no onError value");
  }

  static ServerException failure(String message) {
    return new ServerException(ErrorCode.CONVERSION_FAILURE, message);
  }
}

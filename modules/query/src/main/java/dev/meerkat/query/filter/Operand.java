package dev.meerkat.query.filter;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.values.CanonicalType;
import org.bson.BsonValue;

/**
 * A value of a filter in the form in which documents hold theirs, so that the two compare as bytes.
 * Threads: immutable.
 */
public record Operand(byte type, byte[] array, int offset) {
  /** The operand stands in a document under an empty name: length, type, NUL. */
  private static final int VALUE_OFFSET = 6;

  private static final byte[] NO_NAME = {};

  public static Operand of(BsonValue value) {
    return switch (value.getBsonType()) {
      case INT32 -> {
        byte[] bytes = new byte[Integer.BYTES];
        BsonBytes.putInt32(bytes, 0, value.asInt32().getValue());
        yield new Operand(BsonBytes.INT32, bytes, 0);
      }
      case OBJECT_ID ->
          new Operand(BsonBytes.OBJECT_ID, value.asObjectId().getValue().toByteArray(), 0);
      default -> encoded(value);
    };
  }

  private static Operand encoded(BsonValue value) {
    byte[] array = new DocumentBuilder(32).append(NO_NAME, value).toBytes();
    return new Operand(array[4], array, VALUE_OFFSET);
  }

  /** Refuses what nothing compares to. */
  static BsonValue comparable(BsonValue value) {
    if (value.getBsonType() == org.bson.BsonType.UNDEFINED) {
      throw new ServerException(ErrorCode.BAD_VALUE, "cannot compare to undefined");
    }
    return value;
  }

  int canonicalType() {
    return CanonicalType.of(type);
  }

  /** Compares another value with this one. */
  public int compareFrom(byte otherType, byte[] other, int otherOffset, ValueOrder order) {
    return order.compare(otherType, other, otherOffset, type, array, offset);
  }

  public boolean isNaN() {
    return isNaN(type, array, offset);
  }

  public static boolean isNaN(byte type, byte[] array, int offset) {
    return switch (type) {
      case BsonBytes.DOUBLE -> Double.isNaN(BsonBytes.float64(array, offset));
      // The combination field of a NaN begins with five ones.
      case BsonBytes.DECIMAL128 -> (BsonBytes.int64(array, offset + 8) & NAN_BITS) == NAN_BITS;
      default -> false;
    };
  }

  private static final long NAN_BITS = 0x7C00_0000_0000_0000L;
}

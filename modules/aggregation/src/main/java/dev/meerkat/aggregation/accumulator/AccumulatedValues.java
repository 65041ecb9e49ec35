package dev.meerkat.aggregation.accumulator;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Values that accumulators keep. Threads: immutable. */
public final class AccumulatedValues {
  /** Bytes that one accumulator's array may take. */
  static final long MAX_BYTES = 100L * 1024 * 1024;

  private AccumulatedValues() {}

  public static boolean isNullish(@Nullable BsonValue value) {
    return value == null || value.isNull() || value.getBsonType() == BsonType.UNDEFINED;
  }

  public static BsonValue orNull(@Nullable BsonValue value) {
    return value == null ? BsonNull.VALUE : value;
  }

  /** Bytes of memory that a value takes, roughly. */
  public static long size(BsonValue value) {
    return switch (value) {
      case BsonString text -> 40L + 2L * text.getValue().length();
      case BsonBinary binary -> 40L + binary.getData().length;
      case BsonArray array -> {
        long size = 40;
        for (BsonValue element : array) {
          size += size(element);
        }
        yield size;
      }
      case BsonDocument document -> {
        long size = 64;
        for (Map.Entry<String, BsonValue> field : document.entrySet()) {
          size += 48L + 2L * field.getKey().length() + size(field.getValue());
        }
        yield size;
      }
      default -> 24;
    };
  }

  /** Refuses values that have more bytes than they may. */
  static void checkMemory(String name, long bytes, long limitBytes) {
    if (bytes > limitBytes) {
      throw new ServerException(
          ErrorCode.EXCEEDED_MEMORY_LIMIT,
          name
              + " used too much memory and cannot spill to disk. Memory limit: "
              + limitBytes
              + " bytes");
    }
  }
}

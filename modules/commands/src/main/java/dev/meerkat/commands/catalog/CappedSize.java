package dev.meerkat.commands.catalog;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.bson.BsonDecimal128;
import org.bson.BsonNull;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/**
 * The size of a capped collection as the commands take it that make one of another: whatever is no
 * positive number is no size. Threads: immutable.
 */
final class CappedSize {
  private static final long MAX_BYTES = 1L << 50;

  private CappedSize() {}

  /**
   * The field {@code size} in bytes; doubles are cut off, decimals rounded to even.
   *
   * @throws ServerException 72 where it is no positive number, 2 above 1 PiB
   */
  static long of(CommandRequest request) {
    long size = number(request.value("size", BsonNull.VALUE));
    if (size <= 0) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "Capped collection size must be greater than zero");
    }
    if (size > MAX_BYTES) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "Capped collection size must be at most " + MAX_BYTES + " bytes");
    }
    return size;
  }

  private static long number(BsonValue value) {
    return switch (value) {
      case BsonDecimal128 decimal when decimal.getValue().isNaN() -> 0;
      case BsonDecimal128 decimal when decimal.getValue().isInfinite() ->
          decimal.getValue().isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
      case BsonDecimal128 decimal -> rounded(decimal);
      case BsonNumber number -> number.longValue();
      default -> 0;
    };
  }

  private static long rounded(BsonDecimal128 decimal) {
    if (decimal.getValue().isNegative()) {
      return 0;
    }
    BigDecimal exact = decimal.getValue().bigDecimalValue();
    return exact.compareTo(BigDecimal.valueOf(MAX_BYTES)) > 0
        ? Long.MAX_VALUE
        : exact.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }
}

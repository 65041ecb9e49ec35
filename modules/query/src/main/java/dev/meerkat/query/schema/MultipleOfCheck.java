package dev.meerkat.query.schema;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.CanonicalType;
import dev.meerkat.values.DecimalMath;
import dev.meerkat.values.Numbers;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * {@code multipleOf}: numbers of which the divisor leaves no remainder, in Decimal128. Threads:
 * immutable.
 *
 * @param whole the divisor where it is a whole number, else 0
 */
record MultipleOfCheck(Decimal128 divisor, long whole) implements ValueCheck {

  static Rule parse(BsonValue value, boolean isRoot) {
    Decimal128 divisor = Numbers.toDecimal(Keywords.number("multipleOf", value));
    if (divisor.isNegative() || DecimalMath.isFinite(divisor) && DecimalMath.isZero(divisor)) {
      throw Keywords.malformed("multipleOf", "must have a positive value");
    }
    if (!isRoot && !DecimalMath.isFinite(divisor)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          divisor.isNaN() ? "divisor cannot be NaN" : "divisor cannot be infinite");
    }
    long whole =
        DecimalMath.isFinite(divisor) && Numbers.isIntegral(value) ? Numbers.exactLong(value) : 0;
    return new CheckRule(
        "multipleOf",
        value,
        "considered value is not a multiple of the specified value",
        new MultipleOfCheck(divisor, whole));
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    if (!CanonicalType.isNumber(type)) {
      return true;
    }
    if (whole != 0 && type == BsonBytes.INT32) {
      return BsonBytes.int32(array, offset) % whole == 0;
    }
    if (whole != 0 && type == BsonBytes.INT64) {
      return BsonBytes.int64(array, offset) % whole == 0;
    }
    Decimal128 value = Numbers.toDecimal(BsonBytes.decode(array, type, offset));
    Decimal128 rest = DecimalMath.remainder(value, divisor);
    return DecimalMath.isFinite(rest) && DecimalMath.isZero(rest);
  }
}

package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;

/**
 * Writes numbers into keys. What a key holds depends on the mathematical value alone; the type, and
 * what else a representation has of its own, goes into the type bits.
 *
 * <p>A magnitude from 1 below 2^63 is its whole part in 1 to 8 bytes, shifted by one for a bit that
 * tells whether a fraction follows. Others are a binary exponent and a fraction. Fractions are
 * groups of 7 bits, each with a bit that tells whether the value goes on after it. The bytes after
 * the type of a negative number are inverted. Threads: confined to one operation.
 */
final class KeyNumberWriter {
  /** Binary exponents up to this one are a single byte. */
  static final int SHORT_EXPONENTS = 250;

  static final int LONG_SMALL_EXPONENT = 1;
  static final int LONG_LARGE_EXPONENT = 254;

  // Types of a whole number, in two bits.
  static final int INT32_BITS = 0;
  static final int INT64_BITS = 1;
  static final int DOUBLE_BITS = 2;
  static final int DECIMAL_BITS = 3;

  static final int ZERO_COUNT_BITS = 6;
  static final int EXPONENT_BITS = 14;

  /** In place of a zero's exponent: the decimal's 128 bits follow. */
  static final int VERBATIM = 0x3FFF;

  private static final long CANONICAL_NAN = 0x7FF8_0000_0000_0000L;

  private final KeyBuffer key;
  private final TypeBits typeBits;
  private final BinaryNumber number = new BinaryNumber();

  KeyNumberWriter(KeyBuffer key, TypeBits typeBits) {
    this.key = key;
    this.typeBits = typeBits;
  }

  void putInt32(int value) {
    typeBits.append(INT32_BITS, 2);
    putLong(value);
  }

  void putInt64(long value) {
    if (value == Long.MIN_VALUE) {
      // Beyond the whole parts: not a double, not a decimal.
      typeBits.append(1, 2);
    } else {
      typeBits.append(INT64_BITS, 2);
    }
    putLong(value);
  }

  private void putLong(long value) {
    if (value == 0) {
      key.put(KeyType.ZERO);
    } else if (value == Long.MIN_VALUE) {
      number.setLong(value);
      putNumber();
    } else {
      // The common case, without taking the number apart.
      int start = key.length();
      putWhole(value < 0, Math.abs(value), false);
      if (value < 0) {
        key.invert(start + 1);
      }
    }
  }

  void putDouble(double value) {
    if (Double.isNaN(value)) {
      key.put(KeyType.NAN);
      putNaNBits(Double.doubleToRawLongBits(value));
    } else if (value == 0) {
      key.put(KeyType.ZERO);
      typeBits.append(DOUBLE_BITS, 2);
      typeBits.append(Double.doubleToRawLongBits(value) >>> 63, 1);
    } else if (Double.isInfinite(value)) {
      key.put(value < 0 ? KeyType.NEGATIVE_INFINITY : KeyType.POSITIVE_INFINITY);
      typeBits.append(0, 1);
    } else {
      number.setDouble(value);
      if (isWhole()) {
        typeBits.append(DOUBLE_BITS, 2);
      } else {
        typeBits.append(0, 1);
      }
      putNumber();
    }
  }

  private void putNaNBits(long bits) {
    if (bits == CANONICAL_NAN) {
      typeBits.append(0, 1);
    } else {
      typeBits.append(1, 2);
      typeBits.append(bits, 64);
    }
  }

  void putDecimal(byte[] array, int offset) {
    long low = BsonBytes.int64(array, offset);
    long high = BsonBytes.int64(array, offset + 8);
    if (Decimals.isNaN(high)) {
      key.put(KeyType.NAN);
      typeBits.append(3, 2);
      putVerbatim(high, low);
    } else if (Decimals.isInfinite(high)) {
      key.put(Decimals.isNegative(high) ? KeyType.NEGATIVE_INFINITY : KeyType.POSITIVE_INFINITY);
      typeBits.append(1, 1);
      putVerbatim(high, low);
    } else if (Decimals.isZero(high, low)) {
      key.put(KeyType.ZERO);
      putZeroBits(high, low);
    } else {
      number.setDecimal(high, low);
      putDecimalBits(high, low);
      putNumber();
    }
  }

  private void putVerbatim(long high, long low) {
    typeBits.append(high, 64);
    typeBits.append(low, 64);
  }

  private void putZeroBits(long high, long low) {
    typeBits.append(DECIMAL_BITS, 2);
    if (Decimals.isCanonical(high, low)) {
      typeBits.append(high >>> 63, 1);
      typeBits.append(Decimals.exponent(high) - Decimals.MIN_EXPONENT, EXPONENT_BITS);
    } else {
      typeBits.append(0, 1);
      typeBits.append(VERBATIM, EXPONENT_BITS);
      putVerbatim(high, low);
    }
  }

  private void putDecimalBits(long high, long low) {
    if (isWhole()) {
      typeBits.append(DECIMAL_BITS, 2);
    } else if (!number.inexact) {
      typeBits.append(1, 1);
      if (number.exponent >= 63) {
        typeBits.append(1, 1);
      }
    }
    long upper = Decimals.coefficientHigh(high, low);
    long lower = Decimals.coefficientLow(high, low);
    int zeros = 0;
    while (Uint128.remainderOfTen(upper, lower) == 0) {
      lower = Uint128.divideByTenLow(upper, lower);
      upper = Uint128.divideByTenHigh(upper);
      zeros++;
    }
    typeBits.append(zeros, ZERO_COUNT_BITS);
  }

  /** Whether the number is written as a whole part alone. */
  private boolean isWhole() {
    return number.exponent >= 0 && number.exponent < 63 && !hasFraction();
  }

  private boolean hasFraction() {
    // Two shifts, for a shift by 64 is none.
    return number.inexact || number.low != 0 || ((number.high << number.exponent) << 1) != 0;
  }

  private void putNumber() {
    int start = key.length();
    int exponent = number.exponent;
    if (exponent >= 63) {
      key.put(number.negative ? KeyType.NEGATIVE_LARGE : KeyType.POSITIVE_LARGE);
      putLargeExponent(exponent - 63);
      putFraction(1);
    } else if (exponent < 0) {
      key.put(number.negative ? KeyType.NEGATIVE_SMALL : KeyType.POSITIVE_SMALL);
      putSmallExponent(-exponent);
      putFraction(1);
    } else {
      boolean fraction = hasFraction();
      putWhole(number.negative, number.high >>> (63 - exponent), fraction);
      if (fraction) {
        putFraction(exponent + 1);
      }
    }
    if (number.negative) {
      key.invert(start + 1);
    }
  }

  private void putWhole(boolean negative, long whole, boolean fraction) {
    long shifted = (whole << 1) | (fraction ? 1 : 0);
    int extra = (63 - Long.numberOfLeadingZeros(shifted)) >>> 3;
    key.put(negative ? KeyType.NEGATIVE_1_BYTE - extra : KeyType.POSITIVE_1_BYTE + extra);
    key.putBigEndian(shifted, extra + 1);
  }

  private void putLargeExponent(int exponent) {
    if (exponent <= SHORT_EXPONENTS) {
      key.put(exponent);
    } else {
      key.put(LONG_LARGE_EXPONENT);
      key.putBigEndian(exponent, 2);
    }
  }

  private void putSmallExponent(int exponent) {
    if (exponent <= SHORT_EXPONENTS) {
      key.put(0xFF - exponent);
    } else {
      key.put(LONG_SMALL_EXPONENT);
      key.putBigEndian(0xFFFF - exponent, 2);
    }
  }

  /**
   * @param taken bits of the mantissa that are written already, 1 to 63
   */
  private void putFraction(int taken) {
    long high = (number.high << taken) | (number.low >>> (64 - taken));
    long low = number.low << taken;
    for (int left = groups(taken); left > 0; left--) {
      int group = (int) (high >>> 57);
      high = (high << 7) | (low >>> 57);
      low <<= 7;
      boolean more = number.inexact || (high | low) != 0;
      key.put((group << 1) | (more ? 1 : 0));
      if (!more) {
        return;
      }
    }
  }

  /** The groups that a mantissa's bits take at most, when some are written already. */
  static int groups(int taken) {
    return (BinaryNumber.PRECISION - taken + 6) / 7;
  }
}

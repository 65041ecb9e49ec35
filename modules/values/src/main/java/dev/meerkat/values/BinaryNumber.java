package dev.meerkat.values;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A number above or below zero, taken apart into sign, binary exponent and mantissa, in which the
 * same value looks the same whatever BSON type it comes from.
 *
 * <p>The magnitude is {@code mantissa * 2^(exponent - 127)} with the highest of the mantissa's 128
 * bits set. Decimals without an end in binary are cut after {@link #PRECISION} bits and marked as
 * inexact: two different Decimal128 numbers still differ within those, and no int64 or double is
 * inexact. Threads: confined to one operation.
 */
final class BinaryNumber {
  /** 34 digits are less than 113 bits; the rest is room for telling neighbours apart. */
  static final int PRECISION = 120;

  private static final int TOP = 127;
  private static final int DROPPED = 128 - PRECISION;
  private static final long KEPT_LOW = -1L << DROPPED;

  /** Powers of ten up to this one can be divided by without leaving 128 bits. */
  private static final int MAX_DIVISOR = 36;

  /** Below 2^31, as {@link #divideShort} needs it. */
  private static final int MAX_SHORT_DIVISOR = 9;

  /** Five words of 32 bits: 120 bits even after the zeros that a fraction may begin with. */
  private static final int FRACTION_WORDS = 5;

  boolean negative;
  int exponent;
  long high;
  long low;
  boolean inexact;

  /** Takes an integer that is not zero. */
  void setLong(long value) {
    negative = value < 0;
    inexact = false;
    normalize(0, Math.abs(value), TOP);
  }

  /** Takes a double that is neither zero nor infinite nor NaN. */
  void setDouble(double value) {
    long bits = Double.doubleToRawLongBits(value);
    negative = bits < 0;
    inexact = false;
    int biased = (int) (bits >>> 52) & 0x7FF;
    long fraction = bits & 0xF_FFFF_FFFF_FFFFL;
    long significand = biased == 0 ? fraction : fraction | (1L << 52);
    // The significand's lowest bit is worth 2^(biased - 1075).
    normalize(0, significand, Math.max(biased, 1) - 1075 + TOP);
  }

  /** Takes a Decimal128 that is neither zero nor infinite nor NaN. */
  void setDecimal(long decimalHigh, long decimalLow) {
    negative = Decimals.isNegative(decimalHigh);
    inexact = false;
    long upper = Decimals.coefficientHigh(decimalHigh, decimalLow);
    long lower = Decimals.coefficientLow(decimalHigh, decimalLow);
    int ten = Decimals.exponent(decimalHigh);
    if (ten < 0 && ten >= -MAX_SHORT_DIVISOR && upper == 0 && lower > 0) {
      divideShort(lower, Uint128.tenLow(-ten));
    } else if (ten >= 0 && ten + Uint128.digits(upper, lower) <= Uint128.MAX_POWER_OF_TEN) {
      long tenHigh = Uint128.tenHigh(ten);
      long tenLow = Uint128.tenLow(ten);
      normalize(Uint128.multiplyHigh(upper, lower, tenHigh, tenLow), lower * tenLow, TOP);
      cut();
    } else if (ten < 0 && ten >= -MAX_DIVISOR) {
      divide(upper, lower, -ten);
    } else {
      setBig(Decimals.toBigDecimal(decimalHigh, decimalLow).abs());
    }
  }

  /** Shifts the highest bit to the top; {@code scale} is its exponent if it stands there. */
  private void normalize(long upper, long lower, int scale) {
    int shift = 128 - Uint128.bitLength(upper, lower);
    exponent = scale - shift;
    shiftLeft(upper, lower, shift);
  }

  private void shiftLeft(long upper, long lower, int shift) {
    if (shift == 0) {
      high = upper;
      low = lower;
    } else if (shift < 64) {
      high = (upper << shift) | (lower >>> (64 - shift));
      low = lower << shift;
    } else {
      high = lower << (shift - 64);
      low = 0;
    }
  }

  private void cut() {
    inexact = (low & ~KEPT_LOW) != 0;
    low &= KEPT_LOW;
  }

  /** The common case, prices for example: 32 bits of the quotient at a time. */
  private void divideShort(long coefficient, long divisor) {
    long whole = coefficient / divisor;
    long fractionHigh = 0;
    long fractionLow = 0;
    long last = 0;
    long rest = coefficient - whole * divisor;
    for (int word = 0; word < FRACTION_WORDS && rest != 0; word++) {
      long dividend = rest << 32;
      long quotient = dividend / divisor;
      rest = dividend - quotient * divisor;
      switch (word >> 1) {
        case 0 -> fractionHigh |= quotient << (32 - 32 * word);
        case 1 -> fractionLow |= quotient << (96 - 32 * word);
        default -> last = quotient << 32;
      }
    }
    if (whole != 0) {
      int shift = Long.numberOfLeadingZeros(whole);
      exponent = 63 - shift;
      align(whole, fractionHigh, fractionLow, shift, (last | rest) != 0);
    } else {
      // Nine digits: at most 29 zeros before the first bit that is set.
      int shift = Long.numberOfLeadingZeros(fractionHigh);
      exponent = -1 - shift;
      align(fractionHigh, fractionLow, last, shift, rest != 0);
    }
  }

  /** Shifts 192 bits so that the highest is set, and cuts them. */
  private void align(long upper, long middle, long lower, int shift, boolean rest) {
    // Two steps, for a shift by 64 is none.
    high = (upper << shift) | ((middle >>> 1) >>> (63 - shift));
    low = (middle << shift) | ((lower >>> 1) >>> (63 - shift));
    cut();
    inexact |= rest || lower << shift != 0;
  }

  /** Divides a coefficient by a power of ten, bit by bit. */
  private void divide(long upper, long lower, int power) {
    long divisorHigh = Uint128.tenHigh(power);
    long divisorLow = Uint128.tenLow(power);
    int shift = Uint128.bitLength(upper, lower) - Uint128.bitLength(divisorHigh, divisorLow);
    if (shift >= 0) {
      shiftLeft(divisorHigh, divisorLow, shift);
      divisorHigh = high;
      divisorLow = low;
      shiftLeft(upper, lower, 0);
    } else {
      shiftLeft(upper, lower, -shift);
    }
    long restHigh = high;
    long restLow = low;
    if (Uint128.compare(restHigh, restLow, divisorHigh, divisorLow) < 0) {
      restHigh = (restHigh << 1) | (restLow >>> 63);
      restLow <<= 1;
      shift--;
    }
    exponent = shift;
    high = 0;
    low = 0;
    for (int bit = 0; bit < PRECISION && (restHigh | restLow) != 0; bit++) {
      if (Uint128.compare(restHigh, restLow, divisorHigh, divisorLow) >= 0) {
        restHigh -= divisorHigh + (Long.compareUnsigned(restLow, divisorLow) < 0 ? 1 : 0);
        restLow -= divisorLow;
        if (bit < 64) {
          high |= Long.MIN_VALUE >>> bit;
        } else {
          low |= Long.MIN_VALUE >>> (bit - 64);
        }
      }
      restHigh = (restHigh << 1) | (restLow >>> 63);
      restLow <<= 1;
    }
    inexact = (restHigh | restLow) != 0;
  }

  /** The same for exponents beyond 128 bits. */
  private void setBig(BigDecimal magnitude) {
    BigInteger coefficient = magnitude.unscaledValue();
    BigInteger quotient;
    boolean rest = false;
    int scale = 0;
    if (magnitude.scale() <= 0) {
      quotient = coefficient.multiply(BigInteger.TEN.pow(-magnitude.scale()));
    } else {
      BigInteger divisor = BigInteger.TEN.pow(magnitude.scale());
      scale = PRECISION + 1 + divisor.bitLength() - coefficient.bitLength();
      BigInteger[] parts = coefficient.shiftLeft(scale).divideAndRemainder(divisor);
      quotient = parts[0];
      rest = parts[1].signum() != 0;
    }
    int excess = quotient.bitLength() - PRECISION;
    exponent = quotient.bitLength() - 1 - scale;
    BigInteger kept = quotient.shiftRight(excess - DROPPED);
    high = kept.shiftRight(64).longValue();
    low = kept.longValue() & KEPT_LOW;
    inexact = rest || (excess > 0 && quotient.getLowestSetBit() < excess);
  }

  /** The value as a double, which it must be exactly. */
  double toDouble() {
    double magnitude = Math.scalb((double) (high >>> 11), exponent - 52);
    return negative ? -magnitude : magnitude;
  }

  /** The value as an int64, which it must be exactly. */
  long toLong() {
    long magnitude = high >>> (63 - exponent);
    return negative ? -magnitude : magnitude;
  }

  /** The one Decimal128 that the bits stand for, without its sign and without trailing zeros. */
  BigDecimal toDecimalMagnitude() {
    BigInteger mantissa =
        BigInteger.valueOf(high >>> 1)
            .shiftLeft(65)
            .add(BigInteger.valueOf(high & 1).shiftLeft(64))
            .add(BigInteger.valueOf(low >>> 1).shiftLeft(1));
    if (inexact) {
      // What was cut off is above this and below the next: the middle is nearest to it.
      mantissa = mantissa.setBit(DROPPED - 1);
    }
    int shift = exponent - TOP;
    BigDecimal magnitude =
        shift >= 0
            ? new BigDecimal(mantissa.shiftLeft(shift)).round(DecimalMath.CONTEXT)
            : new BigDecimal(mantissa)
                .divide(new BigDecimal(BigInteger.ONE.shiftLeft(-shift)), DecimalMath.CONTEXT);
    return magnitude.stripTrailingZeros();
  }
}

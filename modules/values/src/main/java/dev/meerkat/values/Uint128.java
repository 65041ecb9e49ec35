package dev.meerkat.values;

/**
 * Unsigned 128-bit arithmetic on pairs of longs, enough for the coefficients of Decimal128, without
 * objects. Threads: immutable.
 */
final class Uint128 {
  /** The greatest {@code n} for which 10^n fits. */
  static final int MAX_POWER_OF_TEN = 38;

  private static final long[] TEN_HIGH = new long[MAX_POWER_OF_TEN + 1];
  private static final long[] TEN_LOW = new long[MAX_POWER_OF_TEN + 1];

  static {
    TEN_LOW[0] = 1;
    for (int i = 1; i <= MAX_POWER_OF_TEN; i++) {
      TEN_HIGH[i] = multiplyHigh(TEN_HIGH[i - 1], TEN_LOW[i - 1], 0, 10);
      TEN_LOW[i] = TEN_LOW[i - 1] * 10;
    }
  }

  private Uint128() {}

  /** The upper half of 10^n. */
  static long tenHigh(int n) {
    return TEN_HIGH[n];
  }

  /** The lower half of 10^n. */
  static long tenLow(int n) {
    return TEN_LOW[n];
  }

  static int compare(long highA, long lowA, long highB, long lowB) {
    return highA == highB ? Long.compareUnsigned(lowA, lowB) : Long.compareUnsigned(highA, highB);
  }

  /** The upper half of a product's lower 128 bits; the lower half is {@code lowA * lowB}. */
  static long multiplyHigh(long highA, long lowA, long highB, long lowB) {
    return Math.unsignedMultiplyHigh(lowA, lowB) + highA * lowB + lowA * highB;
  }

  /** Bits from the highest one that is set, 0 to 128. */
  static int bitLength(long high, long low) {
    return high != 0 ? 128 - Long.numberOfLeadingZeros(high) : 64 - Long.numberOfLeadingZeros(low);
  }

  /** Decimal digits, 0 for zero; the number must be below 10^38. */
  static int digits(long high, long low) {
    int guess = (bitLength(high, low) * 1233) >>> 12;
    return compare(high, low, TEN_HIGH[guess], TEN_LOW[guess]) < 0 ? guess : guess + 1;
  }

  /** The upper half of a number divided by ten. */
  static long divideByTenHigh(long high) {
    return Long.divideUnsigned(high, 10);
  }

  /** The lower half of a number divided by ten. */
  static long divideByTenLow(long high, long low) {
    long upper = (Long.remainderUnsigned(high, 10) << 32) | (low >>> 32);
    long lower = ((upper % 10) << 32) | (low & 0xFFFF_FFFFL);
    return ((upper / 10) << 32) | (lower / 10);
  }

  /** What a number leaves when divided by ten. */
  static int remainderOfTen(long high, long low) {
    if (high == 0 && low >= 0) {
      return (int) (low % 10);
    }
    long upper = (Long.remainderUnsigned(high, 10) << 32) | (low >>> 32);
    return (int) ((((upper % 10) << 32) | (low & 0xFFFF_FFFFL)) % 10);
  }
}

package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * Sums numbers as {@code $sum} and {@code $avg} do: whole numbers exactly, even where the total
 * leaves int64 in between, doubles with compensation for lost digits, and Decimal128 apart. The
 * widest type among the inputs is the total's. Inputs can be taken out again, as moving windows
 * need it; NaN and infinities are only counted, so that they leave no trace. Threads: confined to
 * one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sum/">$sum</a>
 */
public final class NumberSum {
  private static final double TWO_63 = 0x1p63;
  private static final long TWO_32 = 1L << 32;

  // The finite total of all but Decimal128 is sum + correction. A total in double is the sum alone,
  // as on MongoDB: what great inputs that cancel out have pushed into the correction is lost to it.
  // Plain is what uncompensated addition gives: the infinity where a finite total is too great.
  private double sum;
  private double correction;
  private double plain;
  private Decimal128 decimalSum = DecimalMath.ZERO;

  // The first NaN among the Decimal128 inputs: its sign is the total's.
  private Decimal128 decimalNan = Decimal128.NaN;
  private boolean hasDecimalNan;

  private long int64s;
  private long doubles;
  private long decimals;
  private long nans;
  private long positiveInfinities;
  private long negativeInfinities;

  /** A sum of nothing, which is int32 zero. */
  public NumberSum() {}

  /** Adds a number of any type. */
  public void add(BsonValue number) {
    change(number, 1);
  }

  /** Takes a number out that was added before. */
  public void remove(BsonValue number) {
    change(number, -1);
  }

  /** Adds a number of any type that stands as BSON bytes. */
  public void add(byte type, byte[] array, int offset) {
    switch (type) {
      case BsonBytes.INT32 -> changeInteger(BsonBytes.int32(array, offset), 1);
      case BsonBytes.INT64 -> {
        int64s++;
        changeInteger(BsonBytes.int64(array, offset), 1);
      }
      case BsonBytes.DOUBLE -> change(BsonBytes.float64(array, offset), 1);
      default ->
          change(
              Decimal128.fromIEEE754BIDEncoding(
                  BsonBytes.int64(array, offset + 8), BsonBytes.int64(array, offset)),
              1);
    }
  }

  /** Adds what another sum has gathered. */
  public void add(NumberSum other) {
    addDouble(other.sum);
    addDouble(other.correction);
    decimalSum = DecimalMath.add(decimalSum, other.decimalSum);
    if (!hasDecimalNan) {
      hasDecimalNan = other.hasDecimalNan;
      decimalNan = other.decimalNan;
    }
    int64s += other.int64s;
    doubles += other.doubles;
    decimals += other.decimals;
    nans += other.nans;
    positiveInfinities += other.positiveInfinities;
    negativeInfinities += other.negativeInfinities;
  }

  /** The total in the widest type of its inputs; int32 grows, int64 becomes a double. */
  public BsonValue total() {
    if (decimals > 0) {
      return new BsonDecimal128(toDecimal());
    }
    return doubles == 0 && fitsLong()
        ? Numbers.integer(toLong(), int64s == 0)
        : new BsonDouble(toDouble());
  }

  /**
   * The total as a moving window answers it: only inputs that are still there count, and an int64
   * that fits is an int32.
   */
  public BsonValue narrowTotal() {
    BsonValue total = total();
    return total.isInt64() ? Numbers.integer(total.asInt64().getValue(), true) : total;
  }

  /** The mean of {@code count} inputs: a Decimal128 where one of them was, else a double. */
  public BsonValue average(long count) {
    return decimals > 0
        ? new BsonDecimal128(DecimalMath.divide(toDecimal(), DecimalMath.of(count)))
        : new BsonDouble(toDouble() / count);
  }

  /** The total of all inputs as a double. */
  public double toDouble() {
    if (isSpecial()) {
      return special();
    }
    return decimals > 0 ? DecimalMath.toDouble(toDecimal()) : finiteDouble();
  }

  /** The total of all inputs as a Decimal128. */
  public Decimal128 toDecimal() {
    if (isSpecial()) {
      double special = special();
      return Double.isNaN(special) && nans > 0 ? decimalNan : DecimalMath.exactly(special);
    }
    Decimal128 others =
        Double.isFinite(sum)
            ? DecimalMath.add(DecimalMath.exactly(sum), DecimalMath.exactly(correction))
            : DecimalMath.exactly(plain);
    return DecimalMath.add(decimalSum, others);
  }

  private void change(BsonValue number, int sign) {
    switch (number.getBsonType()) {
      case INT32 -> changeInteger(number.asInt32().getValue(), sign);
      case INT64 -> {
        int64s += sign;
        changeInteger(number.asInt64().getValue(), sign);
      }
      case DOUBLE -> change(number.asDouble().getValue(), sign);
      default -> change(number.asDecimal128().getValue(), sign);
    }
  }

  private void change(double value, int sign) {
    doubles += sign;
    if (Double.isFinite(value)) {
      addDouble(sign * value);
    } else {
      changeSpecial(value, sign);
    }
  }

  private void change(Decimal128 value, int sign) {
    decimals += sign;
    if (DecimalMath.isFinite(value)) {
      decimalSum =
          sign > 0 ? DecimalMath.add(decimalSum, value) : DecimalMath.subtract(decimalSum, value);
    } else {
      if (value.isNaN() && !hasDecimalNan) {
        hasDecimalNan = true;
        decimalNan = value;
      }
      changeSpecial(DecimalMath.toDouble(value), sign);
    }
  }

  private void changeSpecial(double value, int sign) {
    if (Double.isNaN(value)) {
      nans += sign;
    } else if (value > 0) {
      positiveInfinities += sign;
    } else {
      negativeInfinities += sign;
    }
  }

  /** A whole number is the sum of two doubles: its upper and its lower half. */
  private void changeInteger(long value, int sign) {
    long upper = value / TWO_32 * TWO_32;
    addDouble(sign * (double) (value - upper));
    addDouble(sign * (double) upper);
  }

  private void addDouble(double value) {
    plain += value;
    // The correction is far below any value that matters beside it.
    double corrected = value + correction;
    double rest = correction - (corrected - value);
    // The exact error of sum + corrected, whichever of them is the greater.
    double total = sum + corrected;
    double before = total - corrected;
    double added = total - before;
    correction = rest + ((sum - before) + (corrected - added));
    sum = total;
  }

  private boolean isSpecial() {
    return (nans | positiveInfinities | negativeInfinities) != 0;
  }

  private double special() {
    if (nans > 0 || (positiveInfinities > 0 && negativeInfinities > 0)) {
      return Double.NaN;
    }
    return positiveInfinities > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  private double finiteDouble() {
    return Double.isFinite(sum) ? sum : plain;
  }

  private boolean fitsLong() {
    // At the two ends the correction decides.
    return sum >= -TWO_63
        && sum <= TWO_63
        && !(sum == TWO_63 && correction >= -0.5)
        && !(sum == -TWO_63 && correction < -0.5);
  }

  private long toLong() {
    // The conversion of 2^63 saturates one too low.
    return (long) sum + (long) correction + (sum == TWO_63 ? 1 : 0);
  }
}

package dev.meerkat.query.expression;

import dev.meerkat.values.Numbers;
import org.bson.BsonDouble;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * The standard deviation of numbers, by Welford's method. Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/stdDevPop/">$stdDevPop</a>
 */
public final class StandardDeviation {
  private long count;
  private double mean;
  private double squares;
  private long notFinite;

  public StandardDeviation() {}

  /** Takes a number; other values are left out. */
  public void add(BsonValue value) {
    if (!value.isNumber()) {
      return;
    }
    double number = Numbers.toDouble(value);
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      notFinite++;
      return;
    }
    count++;
    double delta = number - mean;
    mean += delta / count;
    squares += delta * (number - mean);
  }

  /**
   * @param sample whether the numbers are a sample, so that one of them has no deviation
   */
  public BsonValue result(boolean sample) {
    long divisor = count + notFinite - (sample ? 1 : 0);
    if (divisor <= 0) {
      return BsonNull.VALUE;
    }
    return notFinite > 0
        ? new BsonDouble(Double.NaN)
        : new BsonDouble(Math.sqrt(squares / divisor));
  }
}

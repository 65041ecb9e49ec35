package dev.meerkat.aggregation.window;

import dev.meerkat.query.expression.Arithmetic;
import dev.meerkat.spi.query.MovingFunction;
import dev.meerkat.values.NumberSum;
import dev.meerkat.values.Numbers;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The standard deviation of a moving window's numbers. Where one of them is not finite, it is null
 * as long as that one stays. Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/stdDevPop/">$stdDevPop</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/stdDevSamp/">$stdDevSamp</a>
 */
final class StdDevWindow implements MovingFunction.Window<@Nullable BsonValue> {
  private final boolean sample;
  private NumberSum sum = new NumberSum();
  private NumberSum squares = new NumberSum();
  private long count;
  private long notFinite;

  StdDevWindow(boolean sample) {
    this.sample = sample;
  }

  @Override
  public void add(@Nullable BsonValue value) {
    change(value, 1);
  }

  @Override
  public void remove(@Nullable BsonValue value) {
    change(value, -1);
  }

  private void change(@Nullable BsonValue value, int sign) {
    if (value == null || !value.isNumber()) {
      return;
    }
    if (!Arithmetic.isFinite(value)) {
      notFinite += sign;
      return;
    }
    if (count + sign == 0) {
      sum = new NumberSum();
      squares = new NumberSum();
      count = 0;
      return;
    }
    if (count == 0) {
      count = 1;
      sum.add(value);
      return;
    }
    // The sum of squared differences changes by (n x - sum)^2 / (n (n + 1)), n before and after.
    double number = Numbers.toDouble(value);
    double difference = count * number - sum.toDouble();
    count += sign;
    sum.add(new BsonDouble(number * sign));
    squares.add(new BsonDouble(difference * difference * sign / (count * (count - sign))));
  }

  @Override
  public BsonValue value() {
    long divisor = sample ? count - 1 : count;
    if (notFinite > 0 || divisor <= 0) {
      return BsonNull.VALUE;
    }
    double total = squares.toDouble();
    if (total < 0 || (!sample && count == 1)) {
      // What rounding has left below zero stands for zero, also in what comes.
      squares = new NumberSum();
      return new BsonInt32(0);
    }
    return new BsonDouble(Math.sqrt(total / divisor));
  }
}

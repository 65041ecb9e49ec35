package dev.meerkat.aggregation.window;

import dev.meerkat.query.expression.Arithmetic;
import dev.meerkat.spi.query.MovingFunction;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowScope;
import dev.meerkat.values.DecimalMath;
import dev.meerkat.values.NumberSum;
import dev.meerkat.values.Numbers;
import org.bson.BsonArray;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * How two numbers vary together in the window; what is no pair of numbers does not count. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/covariancePop/">$covariancePop</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/covarianceSamp/">$covarianceSamp</a>
 */
final class CovarianceFunction {
  private CovarianceFunction() {}

  static WindowFunction parse(String name, BsonValue spec, WindowScope scope, boolean sample) {
    return new ValueFunction(
        name, scope.parsing().expression(spec), scope.bounds(), () -> new CovarianceWindow(sample));
  }

  /** Threads: confined to one operation. */
  private static final class CovarianceWindow
      implements MovingFunction.Window<@Nullable BsonValue> {
    private final boolean sample;
    private AvgWindow meanX = new AvgWindow();
    private AvgWindow meanY = new AvgWindow();
    private NumberSum products = new NumberSum();
    private final NumberSum specials = new NumberSum();
    private long specialCount;
    private long count;

    // Products change their type while decimals come and go: the pairs' own types are the answer's.
    private long decimalCount;
    private boolean sawDecimal;

    CovarianceWindow(boolean sample) {
      this.sample = sample;
    }

    private static @Nullable BsonArray pair(@Nullable BsonValue value) {
      return value instanceof BsonArray array
              && array.size() == 2
              && array.get(0).isNumber()
              && array.get(1).isNumber()
          ? array
          : null;
    }

    private static boolean isDecimal(BsonArray pair) {
      return pair.get(0).isDecimal128() || pair.get(1).isDecimal128();
    }

    private static boolean isFinite(BsonArray pair) {
      return Arithmetic.isFinite(pair.get(0)) && Arithmetic.isFinite(pair.get(1));
    }

    /** What a pair adds in which a number is not finite: the infinity they agree upon, or NaN. */
    private static BsonValue special(BsonArray pair) {
      boolean decimal = false;
      double sum = 0;
      for (BsonValue number : pair) {
        decimal |= number.isDecimal128() && !Numbers.isNaN(number);
        sum += Arithmetic.isFinite(number) ? 0 : Numbers.toDouble(number);
      }
      if (!decimal) {
        return new BsonDouble(sum);
      }
      return new BsonDecimal128(
          Double.isNaN(sum)
              ? Decimal128.NaN
              : sum > 0 ? Decimal128.POSITIVE_INFINITY : Decimal128.NEGATIVE_INFINITY);
    }

    @Override
    public void add(@Nullable BsonValue value) {
      BsonArray pair = pair(value);
      if (pair == null) {
        return;
      }
      if (!isFinite(pair)) {
        specials.add(special(pair));
        specialCount++;
        return;
      }
      count++;
      if (isDecimal(pair)) {
        decimalCount++;
        sawDecimal = true;
      }
      BsonValue deltaX = Arithmetic.subtract(pair.get(0), meanX.value());
      meanX.add(pair.get(0));
      meanY.add(pair.get(1));
      BsonValue product =
          Arithmetic.multiply(deltaX, Arithmetic.subtract(pair.get(1), meanY.value()));
      if (product.isNumber()) {
        products.add(product);
      }
    }

    @Override
    public void remove(@Nullable BsonValue value) {
      BsonArray pair = pair(value);
      if (pair == null) {
        return;
      }
      if (!isFinite(pair)) {
        specials.remove(special(pair));
        specialCount--;
        return;
      }
      count--;
      decimalCount -= isDecimal(pair) ? 1 : 0;
      if (count == 0) {
        sawDecimal = false;
        meanX = new AvgWindow();
        meanY = new AvgWindow();
        products = new NumberSum();
        return;
      }
      meanX.remove(pair.get(0));
      BsonValue deltaX = Arithmetic.subtract(pair.get(0), meanX.value());
      BsonValue deltaY = Arithmetic.subtract(pair.get(1), meanY.value());
      products.remove(Arithmetic.multiply(deltaX, deltaY));
      meanY.remove(pair.get(1));
    }

    @Override
    public BsonValue value() {
      if (count == 1 && !sample) {
        return new BsonDouble(0);
      }
      long divisor = sample ? count - 1 : count;
      if (divisor <= 0) {
        return BsonNull.VALUE;
      }
      if (specialCount > 0) {
        return specials.total();
      }
      if (decimalCount > 0) {
        return new BsonDecimal128(
            DecimalMath.divide(products.toDecimal(), DecimalMath.of(divisor)));
      }
      double total = sawDecimal ? DecimalMath.toDouble(products.toDecimal()) : products.toDouble();
      return new BsonDouble(total / divisor);
    }
  }
}

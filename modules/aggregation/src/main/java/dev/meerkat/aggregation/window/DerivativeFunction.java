package dev.meerkat.aggregation.window;

import static dev.meerkat.aggregation.window.CoreWindowFunctions.error;
import static dev.meerkat.aggregation.window.CoreWindowFunctions.failure;

import dev.meerkat.query.expression.Arithmetic;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowPartition;
import dev.meerkat.spi.query.WindowScope;
import dev.meerkat.values.Numbers;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The average rate of change between the window's two ends. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/derivative/">$derivative</a>
 */
record DerivativeFunction(UnitSpec spec, WindowBounds bounds) implements WindowFunction {
  static WindowFunction parse(BsonValue value, WindowScope scope) {
    UnitSpec spec = UnitSpec.parse("$derivative", value, scope);
    WindowBounds bounds = scope.bounds();
    if (!scope.fields().containsKey("window")) {
      throw failure("$derivative requires explicit window bounds");
    }
    return new DerivativeFunction(spec, bounds);
  }

  @Override
  public Run open(WindowPartition partition, EvaluationScope scope) {
    WindowBounds.Frame frame = bounds.open(partition, scope);
    return index -> {
      frame.moveTo(index);
      return frame.from() == frame.to()
          ? BsonNull.VALUE
          : rate(partition.document(frame.from()), partition.document(frame.to() - 1), scope);
    };
  }

  private BsonValue rate(DocumentView first, DocumentView last, EvaluationScope scope) {
    BsonValue from = spec.position().evaluate(first, scope);
    BsonValue to = spec.position().evaluate(last, scope);
    check(from, to);
    BsonValue run = Arithmetic.subtract(to, from);
    BsonValue rise =
        Arithmetic.subtract(
            spec.input().evaluate(last, scope), spec.input().evaluate(first, scope));
    if (rise.isNull()) {
      throw error(5624903, "$derivative input must not be null or missing");
    }
    // The first window of a partition may hold but one document.
    if (Numbers.compare(run, new BsonInt32(0)) == 0) {
      return BsonNull.VALUE;
    }
    BsonValue rate = Arithmetic.divide(rise, run);
    BsonValue unit = spec.unitMillis();
    return unit == null ? rate : Arithmetic.multiply(rate, unit);
  }

  private void check(@Nullable BsonValue from, @Nullable BsonValue to) {
    boolean areDates = from != null && from.isDateTime() && to != null && to.isDateTime();
    boolean isOneDate = (from != null && from.isDateTime()) || (to != null && to.isDateTime());
    if (spec.unit() != null) {
      if (!areDates) {
        throw error(5624900, "$derivative with 'unit' expects the sortBy field to be a Date");
      }
    } else if (isOneDate) {
      throw error(5624901, "$derivative where the sortBy is a Date requires an 'unit'");
    } else if (from == null || to == null || !from.isNumber() || !to.isNumber()) {
      throw error(5624902, "$derivative (with no 'unit') expects the sortBy field to be numeric");
    }
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    spec.input().dependencies(dependencies);
    spec.position().dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$derivative", spec.describe()).append("window", bounds.describe());
  }
}

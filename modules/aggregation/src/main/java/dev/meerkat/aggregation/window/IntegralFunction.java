package dev.meerkat.aggregation.window;

import static dev.meerkat.aggregation.window.CoreWindowFunctions.error;

import dev.meerkat.query.expression.Arithmetic;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.MovingFunction;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowScope;
import dev.meerkat.values.NumberSum;
import dev.meerkat.values.Numbers;
import java.util.ArrayDeque;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The area under the curve that joins the window's points, by the trapezoidal rule. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/integral/">$integral</a>
 */
record IntegralFunction(UnitSpec spec, WindowBounds bounds)
    implements MovingFunction<IntegralFunction.Point> {
  static WindowFunction parse(BsonValue value, WindowScope scope) {
    return new IntegralFunction(UnitSpec.parse("$integral", value, scope), scope.bounds());
  }

  /** A point of the curve. */
  record Point(BsonValue x, BsonValue y) {
    boolean isNaN() {
      return (x.isNumber() && Numbers.isNaN(x)) || Numbers.isNaN(y);
    }

    /** The area between this point and the next one; NaN counts for nothing here. */
    BsonValue areaTo(Point next) {
      if (isNaN() || next.isNaN()) {
        return new BsonInt32(0);
      }
      BsonValue width = Arithmetic.subtract(next.x, x);
      BsonValue heights = Arithmetic.add(next.y, y);
      return Arithmetic.divide(Arithmetic.multiply(heights, width), new BsonDouble(2));
    }
  }

  @Override
  public Point read(DocumentView document, EvaluationScope scope) {
    BsonValue x = spec.position().evaluate(document, scope);
    BsonValue y = spec.input().evaluate(document, scope);
    if (x == null || y == null || !y.isNumber() || !(x.isNumber() || x.isDateTime())) {
      throw error(
          5423900,
          "The input value of $integral window function must be a vector of 2 value, the first"
              + " value must be numeric or date type and the second must be numeric.");
    }
    if (spec.unit() != null && !x.isDateTime()) {
      throw error(5423901, "$integral with 'unit' expects the sortBy field to be a Date");
    }
    if (spec.unit() == null && !x.isNumber()) {
      throw error(5423902, "$integral (with no 'unit') expects the sortBy field to be numeric");
    }
    return new Point(x, y);
  }

  @Override
  public Window<Point> start() {
    return new IntegralWindow(spec.unitMillis());
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    spec.input().dependencies(dependencies);
    spec.position().dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$integral", spec.describe()).append("window", bounds.describe());
  }

  private static final class IntegralWindow implements Window<Point> {
    private final @Nullable BsonValue unitMillis;
    private final ArrayDeque<Point> points = new ArrayDeque<>();
    private final NumberSum area = new NumberSum();
    private int nans;

    IntegralWindow(@Nullable BsonValue unitMillis) {
      this.unitMillis = unitMillis;
    }

    @Override
    public void add(Point point) {
      Point last = points.peekLast();
      if (last != null) {
        area.add(last.areaTo(point));
      }
      points.addLast(point);
      nans += point.isNaN() ? 1 : 0;
    }

    @Override
    public void remove(Point point) {
      points.removeFirst();
      Point first = points.peekFirst();
      if (first != null) {
        area.remove(point.areaTo(first));
      }
      nans -= point.isNaN() ? 1 : 0;
    }

    @Override
    public BsonValue value() {
      if (points.isEmpty()) {
        return BsonNull.VALUE;
      }
      if (nans > 0) {
        return new BsonDouble(Double.NaN);
      }
      BsonValue total = area.narrowTotal();
      return unitMillis == null ? total : Arithmetic.divide(total, unitMillis);
    }

    @Override
    public long memoryBytes() {
      return 64 + 48L * points.size();
    }
  }
}

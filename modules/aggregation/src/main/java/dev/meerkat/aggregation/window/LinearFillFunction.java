package dev.meerkat.aggregation.window;

import static dev.meerkat.aggregation.window.CoreWindowFunctions.error;

import dev.meerkat.aggregation.accumulator.AccumulatedValues;
import dev.meerkat.query.expression.Arithmetic;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowPartition;
import dev.meerkat.spi.query.WindowScope;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Values that are there stay; those between two of them lie on the straight line that joins the
 * two. Threads: immutable.
 *
 * @param position where a document stands on that line: the value of {@code sortBy}
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/linearFill/">$linearFill</a>
 */
record LinearFillFunction(Expression argument, Expression position, ValueOrder order)
    implements WindowFunction {
  static WindowFunction parse(BsonValue spec, WindowScope scope) {
    Expression argument = scope.parsing().expression(spec);
    scope.refuseWindow();
    String path = scope.sortPath();
    if (path == null) {
      throw error(
          605001,
          "$linearFill must be specified with a top level sortBy expression with exactly one"
              + " element");
    }
    return new LinearFillFunction(
        argument, scope.parsing().expression(new BsonString(path)), scope.parsing().order());
  }

  @Override
  public Run open(WindowPartition partition, EvaluationScope scope) {
    return new FillRun(this, partition, scope);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    argument.dependencies(dependencies);
    position.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$linearFill", argument.describe());
  }

  private record Point(BsonValue x, BsonValue y) {}

  private static final class FillRun implements Run {
    private final LinearFillFunction function;
    private final WindowPartition partition;
    private final EvaluationScope scope;
    private @Nullable BsonValue lastX;
    private @Nullable Point before;
    private @Nullable Point after;
    private int searched;

    FillRun(LinearFillFunction function, WindowPartition partition, EvaluationScope scope) {
      this.function = function;
      this.partition = partition;
      this.scope = scope;
    }

    @Override
    public BsonValue value(int index) {
      BsonValue y = function.argument.evaluate(partition.document(index), scope);
      boolean isFilled = !AccumulatedValues.isNullish(y);
      if (isFilled && y != null && !y.isNumber()) {
        throw mismatch("Value to be filled must be numeric or nullish");
      }
      BsonValue x = position(index);
      if (isFilled && y != null) {
        before = new Point(x, y);
        after = null;
        return y;
      }
      if (before == null) {
        return BsonNull.VALUE;
      }
      if (after == null) {
        after = find(index + 1);
      }
      return after == null ? BsonNull.VALUE : onLine(before, after, x);
    }

    /** Where a document stands, which no other one may and which is of one kind in a partition. */
    private BsonValue position(int index) {
      BsonValue x = function.position.evaluate(partition.document(index), scope);
      if (x == null || !(x.isNumber() || isDate(x))) {
        throw mismatch("Value of the sortBy field must be numeric or a date");
      }
      BsonValue last = lastX;
      if (last != null) {
        if (function.order.compare(last, x) == 0) {
          throw error(6050106, "There can be no repeated values in the sort field");
        }
        if (last.isNumber() != x.isNumber()) {
          throw mismatch("Conflicting sort value types in $linearFill");
        }
      }
      lastX = x;
      return x;
    }

    private static boolean isDate(BsonValue value) {
      return value.isDateTime() || value.isTimestamp() || value.isObjectId();
    }

    /** The next point that is known; what was searched in vain once is not searched again. */
    private @Nullable Point find(int from) {
      for (int i = Math.max(from, searched); i < partition.size(); i++) {
        scope.checkInterrupted();
        BsonValue y = function.argument.evaluate(partition.document(i), scope);
        BsonValue x = function.position.evaluate(partition.document(i), scope);
        if (y != null
            && !AccumulatedValues.isNullish(y)
            && x != null
            && !AccumulatedValues.isNullish(x)) {
          return new Point(x, y);
        }
        searched = i + 1;
      }
      return null;
    }

    private static BsonValue onLine(Point before, Point after, BsonValue x) {
      BsonValue slope =
          Arithmetic.divide(
              Arithmetic.subtract(after.y, before.y), Arithmetic.subtract(after.x, before.x));
      return Arithmetic.add(before.y, Arithmetic.multiply(Arithmetic.subtract(x, before.x), slope));
    }

    private static ServerException mismatch(String text) {
      return new ServerException(ErrorCode.TYPE_MISMATCH, text);
    }
  }
}

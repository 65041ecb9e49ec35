package dev.meerkat.aggregation.window;

import static dev.meerkat.aggregation.window.CoreWindowFunctions.failure;

import dev.meerkat.query.expression.LiteralExpression;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowPartition;
import dev.meerkat.spi.query.WindowScope;
import dev.meerkat.values.Numbers;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The value of the document that stands so many places further. Threads: immutable.
 *
 * @param otherwise the value where there is no such document; null is missing
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/shift/">$shift</a>
 */
record ShiftFunction(Expression output, int by, @Nullable BsonValue otherwise)
    implements WindowFunction {
  static WindowFunction parse(BsonValue spec, WindowScope scope) {
    scope.refuseWindow();
    if (!(spec instanceof BsonDocument fields)) {
      throw failure("Argument to $shift must be an object");
    }
    Expression output = null;
    BsonValue by = null;
    BsonValue otherwise = BsonNull.VALUE;
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      switch (field.getKey()) {
        case "output" -> output = scope.parsing().expression(field.getValue());
        case "by" -> by = field.getValue();
        case "default" -> {
          if (!(scope.parsing().expression(field.getValue())
              instanceof LiteralExpression(BsonValue value))) {
            throw failure("'$shift:default' expression must yield a constant value.");
          }
          otherwise = value;
        }
        default -> throw failure("Unknown argument in $shift");
      }
    }
    if (by != null && !isInt(by)) {
      throw failure("'$shift:by' field must be an integer, but found " + by);
    }
    if (output == null) {
      throw failure("$shift requires an 'output' expression.");
    }
    if (by == null) {
      throw failure("$shift requires 'by' as an integer value.");
    }
    if (scope.sortBy() == null) {
      throw failure("'$shift' requires a sortBy");
    }
    return new ShiftFunction(output, (int) Numbers.exactLong(by), otherwise);
  }

  private static boolean isInt(BsonValue value) {
    return value.isNumber()
        && Numbers.isIntegral(value)
        && Numbers.exactLong(value) == (int) Numbers.exactLong(value);
  }

  @Override
  public Run open(WindowPartition partition, EvaluationScope scope) {
    return index -> {
      long other = (long) index + by;
      return other >= 0 && other < partition.size()
          ? output.evaluate(partition.document((int) other), scope)
          : otherwise;
    };
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    output.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(
        "$shift",
        new BsonDocument("by", new BsonInt32(by))
            .append("output", output.describe())
            .append("default", otherwise == null ? BsonNull.VALUE : otherwise));
  }
}

package dev.meerkat.aggregation.window;

import static dev.meerkat.aggregation.window.CoreWindowFunctions.failure;

import dev.meerkat.query.expression.Arithmetic;
import dev.meerkat.query.expression.LiteralExpression;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowPartition;
import dev.meerkat.spi.query.WindowScope;
import dev.meerkat.values.Numbers;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Where a document's number lies between the window's least and greatest one. Threads: immutable.
 *
 * @param min what the window's least number becomes
 * @param max what the window's greatest number becomes
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/minMaxScaler/">$minMaxScaler</a>
 */
record MinMaxScalerFunction(
    Expression input, BsonValue min, BsonValue max, WindowBounds bounds, ValueOrder order)
    implements WindowFunction {
  static WindowFunction parse(BsonValue spec, WindowScope scope) {
    for (Map.Entry<String, BsonValue> field : scope.fields().entrySet()) {
      if (!field.getKey().equals("$minMaxScaler") && !field.getKey().equals("window")) {
        throw unknown("$minMaxScaler." + field.getKey());
      }
    }
    if (!(spec instanceof BsonDocument fields)) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "BSON field '$minMaxScaler' is the wrong type, expected type 'object'");
    }
    for (String field : fields.keySet()) {
      if (!field.equals("input") && !field.equals("min") && !field.equals("max")) {
        throw unknown("$minMaxScaler." + field);
      }
    }
    BsonValue input = fields.get("input");
    if (input == null) {
      throw new ServerException(
          ErrorCode.IDL_MISSING_FIELD,
          "BSON field '$minMaxScaler.input' is missing but a required field");
    }
    WindowBounds bounds = scope.bounds();
    checkIncludesCurrent(bounds.describe());
    Expression expression = scope.parsing().expression(input);
    BsonValue min = number("min", fields.get("min"), scope);
    BsonValue max = number("max", fields.get("max"), scope);
    if ((min == null) != (max == null)) {
      throw failure(
          "Only one of 'min' and 'max' were specified as an argument to $minMaxScaler. Neither or"
              + " both must be specified");
    }
    BsonValue least = min == null ? new BsonInt32(0) : min;
    BsonValue greatest = max == null ? new BsonInt32(1) : max;
    if (Numbers.compare(least, greatest) >= 0) {
      throw failure("the 'max' must be strictly greater than 'min', as arguments to $minMaxScaler");
    }
    return new MinMaxScalerFunction(expression, least, greatest, bounds, scope.parsing().order());
  }

  private static ServerException unknown(String field) {
    return new ServerException(
        ErrorCode.IDL_UNKNOWN_FIELD, "BSON field '" + field + "' is an unknown field.");
  }

  private static @Nullable BsonValue number(
      String name, @Nullable BsonValue spec, WindowScope scope) {
    if (spec == null) {
      return null;
    }
    if (!(scope.parsing().expression(spec) instanceof LiteralExpression(BsonValue value))) {
      throw failure("'" + name + "' argument to $minMaxScaler must be a constant");
    }
    if (value == null || !value.isNumber()) {
      throw failure("'" + name + "' argument to $minMaxScaler must be a numeric type");
    }
    return value;
  }

  /** A document can only be scaled by a window that holds it. */
  private static void checkIncludesCurrent(BsonDocument window) {
    BsonArray ends = window.getArray(window.getFirstKey());
    BsonInt32 zero = new BsonInt32(0);
    if (ends.get(0).isNumber() && Numbers.compare(ends.get(0), zero) > 0) {
      throw failure("Lower specified bound cannot be greater than 0 (the current doc)");
    }
    if (ends.get(1).isNumber() && Numbers.compare(ends.get(1), zero) < 0) {
      throw failure("Upper specified bound cannot be less than 0 (the current doc)");
    }
  }

  @Override
  public Run open(WindowPartition partition, EvaluationScope scope) {
    return new ScalerRun(this, partition, scope);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    input.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(
            "$minMaxScaler",
            new BsonDocument("input", input.describe()).append("min", min).append("max", max))
        .append("window", bounds.describe());
  }

  private BsonValue scaled(BsonValue value, BsonValue least, BsonValue greatest) {
    if (Numbers.compare(least, greatest) == 0) {
      return min;
    }
    BsonValue share =
        Arithmetic.divide(Arithmetic.subtract(value, least), Arithmetic.subtract(greatest, least));
    return Arithmetic.add(Arithmetic.multiply(share, Arithmetic.subtract(max, min)), min);
  }

  private static final class ScalerRun implements Run {
    private final MinMaxScalerFunction function;
    private final WindowPartition partition;
    private final EvaluationScope scope;
    private final WindowBounds.Frame frame;
    private final ExtremeWindow least;
    private final ExtremeWindow greatest;
    private final BsonValue[] values;
    private int left;
    private int entered;

    ScalerRun(MinMaxScalerFunction function, WindowPartition partition, EvaluationScope scope) {
      this.function = function;
      this.partition = partition;
      this.scope = scope;
      this.frame = function.bounds.open(partition, scope);
      this.least = ExtremeWindow.least(function.order);
      this.greatest = ExtremeWindow.greatest(function.order);
      this.values = new BsonValue[partition.size()];
    }

    @Override
    public BsonValue value(int index) {
      frame.moveTo(index);
      while (entered < frame.to()) {
        scope.checkInterrupted();
        BsonValue value = number(entered);
        values[entered++] = value;
        least.add(value);
        greatest.add(value);
      }
      while (left < frame.from()) {
        least.remove(values[left]);
        greatest.remove(values[left]);
        left++;
      }
      return function.scaled(values[index], least.value(), greatest.value());
    }

    private BsonValue number(int index) {
      BsonValue value = function.input.evaluate(partition.document(index), scope);
      if (value == null || !value.isNumber()) {
        throw new ServerException(
            ErrorCode.location(10487000),
            "'input' argument to $minMaxScaler must evaluate to a number");
      }
      return value;
    }

    @Override
    public long memoryBytes() {
      return 64 + 8L * values.length + least.memoryBytes() + greatest.memoryBytes();
    }
  }
}

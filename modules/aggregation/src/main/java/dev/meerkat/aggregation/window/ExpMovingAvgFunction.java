package dev.meerkat.aggregation.window;

import static dev.meerkat.aggregation.window.CoreWindowFunctions.failure;

import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowPartition;
import dev.meerkat.spi.query.WindowScope;
import dev.meerkat.values.DecimalMath;
import dev.meerkat.values.Numbers;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * The exponential moving average of the numbers so far. Threads: immutable.
 *
 * @param alpha the weight of the newest number
 * @param weight how the weight was given: {@code N} or {@code alpha}
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/expMovingAvg/">$expMovingAvg</a>
 */
record ExpMovingAvgFunction(Expression input, Decimal128 alpha, BsonDocument weight)
    implements WindowFunction {
  static WindowFunction parse(BsonValue spec, WindowScope scope) {
    if (scope.fields().size() != 1 || !(spec instanceof BsonDocument fields)) {
      throw failure("$expMovingAvg must have exactly one argument that is an object");
    }
    BsonValue input = fields.get("input");
    if (fields.size() != 2 || input == null) {
      throw failure(
          "$expMovingAvg sub object must have exactly two fields: An 'input' field, and either an"
              + " 'N' field or an 'alpha' field");
    }
    if (scope.sortBy() == null) {
      throw failure("$expMovingAvg requires an explicit 'sortBy'");
    }
    Expression expression = scope.parsing().expression(input);
    BsonValue count = fields.get("N");
    BsonValue alpha = fields.get("alpha");
    if (count != null) {
      return new ExpMovingAvgFunction(expression, ofCount(count), new BsonDocument("N", count));
    }
    if (alpha != null) {
      return new ExpMovingAvgFunction(expression, ofAlpha(alpha), new BsonDocument("alpha", alpha));
    }
    throw failure("Got unrecognized field in $expMovingAvg");
  }

  private static Decimal128 ofCount(BsonValue count) {
    if (!count.isNumber()) {
      throw failure("'N' field must be an integer");
    }
    double number = Numbers.toDouble(count);
    if (number != Math.floor(number)) {
      throw failure(
          "'N' field must be an integer. To use a non-integer, use the 'alpha' argument instead");
    }
    long whole = Numbers.saturatedLong(count);
    if (whole <= 0) {
      throw failure("'N' must be greater than zero. Got " + whole);
    }
    return DecimalMath.divide(
        DecimalMath.of(2), DecimalMath.add(DecimalMath.of(whole), DecimalMath.of(1)));
  }

  private static Decimal128 ofAlpha(BsonValue alpha) {
    if (!alpha.isNumber()) {
      throw failure("'alpha' must be a number");
    }
    if (!(Numbers.compare(alpha, new BsonInt32(0)) > 0
        && Numbers.compare(alpha, new BsonInt32(1)) < 0)) {
      throw failure("'alpha' must be between 0 and 1 (exclusive), found " + alpha);
    }
    return Numbers.toDecimal(alpha);
  }

  @Override
  public Run open(WindowPartition partition, EvaluationScope scope) {
    return new AverageRun(this, partition, scope);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    input.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    BsonDocument body = new BsonDocument();
    weight.forEach(
        (name, value) ->
            body.append(
                name, name.equals("N") ? new BsonInt64(Numbers.saturatedLong(value)) : value));
    return new BsonDocument("$expMovingAvg", body.append("input", input.describe()));
  }

  private static final class AverageRun implements Run {
    private final ExpMovingAvgFunction function;
    private final WindowPartition partition;
    private final EvaluationScope scope;
    private final Decimal128 rest;
    private @Nullable Decimal128 average;
    private boolean isDecimal;

    AverageRun(ExpMovingAvgFunction function, WindowPartition partition, EvaluationScope scope) {
      this.function = function;
      this.partition = partition;
      this.scope = scope;
      this.rest = DecimalMath.subtract(DecimalMath.of(1), function.alpha);
    }

    @Override
    public BsonValue value(int index) {
      BsonValue value = function.input.evaluate(partition.document(index), scope);
      if (value != null && value.isNumber()) {
        isDecimal |= value.isDecimal128();
        Decimal128 number = Numbers.toDecimal(value);
        average =
            average == null
                ? number
                : DecimalMath.add(
                    DecimalMath.multiply(number, function.alpha),
                    DecimalMath.multiply(average, rest));
      }
      if (average == null) {
        return BsonNull.VALUE;
      }
      return isDecimal
          ? new BsonDecimal128(average)
          : new BsonDouble(DecimalMath.toDouble(average));
    }
  }
}

package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Percentiles of numbers: the number at the rank {@code ceil(p * count)}. Threads: confined to one
 * operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/percentile/">$percentile</a>
 */
public final class Percentile {
  private double[] numbers = new double[16];
  private int count;

  public Percentile() {}

  /** Takes a number; other values are left out. */
  public void add(BsonValue value) {
    if (!value.isNumber() || Numbers.isNaN(value)) {
      return;
    }
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, count * 2);
    }
    numbers[count++] = Numbers.toDouble(value);
  }

  /** Bytes of memory held, roughly. */
  public long memoryBytes() {
    return 32L + 8L * numbers.length;
  }

  /** The percentile, or null where there is no number. */
  public BsonValue at(double p) {
    if (count == 0) {
      return BsonNull.VALUE;
    }
    Arrays.sort(numbers, 0, count);
    return new BsonDouble(numbers[rank(p, count)]);
  }

  /** Where among so many sorted numbers the percentile stands. */
  public static int rank(double p, int count) {
    return Math.clamp((int) Math.ceil(p * count) - 1, 0, count - 1);
  }

  /**
   * What {@code $percentile} and {@code $median} are given. Threads: immutable.
   *
   * @param input the values
   * @param ps the percentiles wanted, each from 0 to 1
   * @param single whether the answer is one value instead of an array
   */
  public record Spec(Expression input, List<Double> ps, boolean single) {
    public Spec {
      ps = List.copyOf(ps);
    }

    /** Parses the argument of {@code $percentile}, or of {@code $median}. */
    public static Spec parse(String name, BsonValue spec, ParseScope scope) {
      boolean median = name.equals("$median");
      if (!(spec instanceof BsonDocument fields)) {
        throw Values.error(median ? 7436100 : 7429703, name + " specification must be an object");
      }
      for (String field : fields.keySet()) {
        boolean known = field.equals("input") || field.equals("method");
        if (!known && (median || !field.equals("p"))) {
          throw new ServerException(
              ErrorCode.IDL_UNKNOWN_FIELD,
              "BSON field '" + name + "." + field + "' is an unknown field.");
        }
      }
      BsonValue input = required(name, fields, "input");
      BsonValue method = required(name, fields, "method");
      if (!method.isString()) {
        throw new ServerException(ErrorCode.TYPE_MISMATCH, name + ".method must be a string");
      }
      if (!method.asString().getValue().equals("approximate")) {
        throw new ServerException(
            ErrorCode.BAD_VALUE,
            "Currently only 'approximate' can be used as percentile 'method'.");
      }
      List<Double> ps = median ? List.of(0.5) : percentiles(required(name, fields, "p"), scope);
      return new Spec(scope.expression(input), ps, median);
    }

    private static BsonValue required(String name, BsonDocument fields, String field) {
      BsonValue value = fields.get(field);
      if (value == null) {
        throw new ServerException(
            ErrorCode.IDL_MISSING_FIELD,
            "BSON field '" + name + "." + field + "' is missing but a required field");
      }
      return value;
    }

    private static List<Double> percentiles(BsonValue spec, ParseScope scope) {
      Expression expression = scope.expression(spec);
      if (!expression.isConstant()) {
        throw Values.error(7750300, "The $percentile 'p' field must be a constant");
      }
      if (!(ConstantFolding.value(expression) instanceof BsonArray array) || array.isEmpty()) {
        throw Values.error(
            7750301, "The $percentile 'p' field must be an array of constant values");
      }
      List<Double> ps = new ArrayList<>();
      for (BsonValue p : array) {
        if (!p.isNumber()) {
          throw Values.error(7750302, "The $percentile 'p' field must be an array of numbers");
        }
        double value = Numbers.toDouble(p);
        if (!(value >= 0 && value <= 1)) {
          throw Values.error(
              7750303, "The $percentile 'p' field must be an array of numbers from 0 to 1");
        }
        ps.add(value);
      }
      return ps;
    }

    /** The answer for the numbers that have been taken. */
    public BsonValue result(Percentile numbers) {
      if (single) {
        return numbers.at(ps.getFirst());
      }
      BsonArray results = new BsonArray();
      for (Double p : ps) {
        results.add(numbers.at(p));
      }
      return results;
    }

    /** The spec in MongoDB's own syntax. */
    public BsonDocument describe() {
      BsonDocument body = new BsonDocument("input", input.describe());
      if (!single) {
        BsonArray array = new BsonArray();
        for (Double p : ps) {
          array.add(new BsonDouble(p));
        }
        body.append("p", array);
      }
      return body.append("method", new BsonString("approximate"));
    }
  }
}

package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonValue;

/**
 * The first, last, least or greatest elements of an array. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/firstN-array-element/">$firstN</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/minN-array-element/">$minN</a>
 */
enum FirstNExpression {
  FIRST("$firstN") {
    @Override
    List<BsonValue> select(BsonArray array, int count, ValueOrder order) {
      return array.subList(0, Math.min(count, array.size()));
    }
  },
  LAST("$lastN") {
    @Override
    List<BsonValue> select(BsonArray array, int count, ValueOrder order) {
      return array.subList(Math.max(0, array.size() - count), array.size());
    }
  },
  MAX("$maxN") {
    @Override
    List<BsonValue> select(BsonArray array, int count, ValueOrder order) {
      Comparator<BsonValue> ascending = order::compare;
      return sorted(array, count, ascending.reversed());
    }
  },
  MIN("$minN") {
    @Override
    List<BsonValue> select(BsonArray array, int count, ValueOrder order) {
      return sorted(array, count, order::compare);
    }
  };

  private final String wireName;

  FirstNExpression(String wireName) {
    this.wireName = wireName;
  }

  abstract List<BsonValue> select(BsonArray array, int count, ValueOrder order);

  private static List<BsonValue> sorted(
      BsonArray array, int count, Comparator<BsonValue> comparator) {
    List<BsonValue> present = new ArrayList<>(array.size());
    for (BsonValue element : array) {
      if (!Values.isNullish(element)) {
        present.add(element);
      }
    }
    present.sort(comparator);
    return present.subList(0, Math.min(count, present.size()));
  }

  Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named = NamedArguments.of(wireName, spec, 5787900, 5787901, "n", "input");
    List<Expression> arguments =
        List.of(
            scope.expression(named.require("n", 5787906)),
            scope.expression(named.require("input", 5787907)));
    ValueOrder order = scope.order();
    return new NamedFunctionExpression(
        wireName, List.of("n", "input"), arguments, values -> apply(values, order));
  }

  private BsonValue apply(BsonValue[] values, ValueOrder order) {
    int count = count(values[0]);
    BsonArray array = ArrayValues.require(values[1], 5788200, "The input of " + wireName);
    return new BsonArray(new ArrayList<>(select(array, count, order)));
  }

  /** Reads {@code n}: a positive integer. */
  static int count(BsonValue value) {
    if (!value.isNumber()) {
      throw Values.error(5787902, "Value for 'n' must be of integral type, but found " + value);
    }
    if (!Numbers.isIntegral(value)) {
      throw Values.error(5787903, "Value for 'n' must be of integral type, but found " + value);
    }
    long count = Numbers.exactLong(value);
    if (count <= 0) {
      throw Values.error(5787908, "'n' must be greater than 0, found " + count);
    }
    return (int) Math.min(count, Integer.MAX_VALUE);
  }
}

package dev.meerkat.query.expression;

import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * An array sorted: whole elements ({@code sortBy: 1}) or documents by their fields.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sortArray/">$sortArray</a>
 */
final class SortArrayExpression {
  private SortArrayExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of("$sortArray", spec, 2942500, 2942501, "input", "sortBy");
    Expression input = scope.expression(named.require("input", 2942502));
    BsonValue sortBy = named.require("sortBy", 2942503);
    Sorter sorter = sorter(sortBy, scope);
    return new NamedFunctionExpression(
        "$sortArray",
        List.of("input", "sortBy"),
        List.of(input, new LiteralExpression(sortBy)),
        values -> apply(values[0], sorter));
  }

  private static BsonValue apply(BsonValue value, Sorter sorter) {
    if (value.isNull()) {
      return value;
    }
    return new BsonArray(
        sorter.sort(ArrayValues.require(value, 2942504, "The input argument to $sortArray")));
  }

  private static Sorter sorter(BsonValue sortBy, ParseScope scope) {
    if (sortBy instanceof BsonDocument pattern) {
      return byFields(pattern, scope);
    }
    if (!sortBy.isNumber()) {
      throw Values.error(
          2942507,
          "The $sortArray sort pattern must be an object or the numbers 1 or -1, not "
              + Values.typeName(sortBy));
    }
    if (!isDirection(sortBy)) {
      throw Values.error(2942506, "The $sortArray sort direction must be 1 or -1");
    }
    ValueOrder order = scope.order();
    Comparator<BsonValue> ascending = order::compare;
    Comparator<BsonValue> comparator =
        Numbers.exactLong(sortBy) > 0 ? ascending : ascending.reversed();
    return array -> {
      List<BsonValue> sorted = new ArrayList<>(array);
      sorted.sort(comparator);
      return sorted;
    };
  }

  private static Sorter byFields(BsonDocument spec, ParseScope scope) {
    if (spec.isEmpty()) {
      throw Values.error(2942505, "The $sortArray sort pattern must not be empty");
    }
    for (BsonValue direction : spec.values()) {
      if (!direction.isNumber() || !isDirection(direction)) {
        throw Values.error(2942505, "The $sortArray sort directions must be 1 or -1");
      }
    }
    SortPattern pattern = SortPattern.parse(spec, scope);
    return array -> sortByFields(array, pattern);
  }

  private static boolean isDirection(BsonValue number) {
    return Numbers.isIntegral(number) && Math.abs(Numbers.exactLong(number)) == 1;
  }

  private static List<BsonValue> sortByFields(BsonArray array, SortPattern pattern) {
    List<Keyed> keyed = new ArrayList<>(array.size());
    for (BsonValue element : array) {
      DocumentView view =
          element instanceof BsonDocument document ? DocumentView.of(document) : DocumentView.EMPTY;
      keyed.add(new Keyed(pattern.key(view, ConstantFolding.scope()), element));
    }
    keyed.sort(Comparator.comparing(Keyed::key, pattern.keyComparator()));
    List<BsonValue> sorted = new ArrayList<>(keyed.size());
    for (Keyed element : keyed) {
      sorted.add(element.element());
    }
    return sorted;
  }

  private interface Sorter {
    List<BsonValue> sort(BsonArray array);
  }

  private record Keyed(SortKey key, BsonValue element) {}
}

package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.ExpressionPaths;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    List<Component> components = new ArrayList<>(spec.size());
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      FieldPath path = FieldPath.of(field.getKey());
      for (int i = 0; i < path.size(); i++) {
        if (path.component(i).isEmpty()) {
          throw Values.error(2942505, "The $sortArray field has an empty part");
        }
      }
      components.add(new Component(path, Numbers.exactLong(field.getValue()) < 0));
    }
    ValueOrder order = scope.order();
    return array -> {
      List<BsonValue> sorted = new ArrayList<>(array);
      sorted.sort((a, b) -> compare(a, b, components, order));
      return sorted;
    };
  }

  /** Arrays at a path are compared as a whole, unlike in {@code $sort}. */
  private static int compare(
      BsonValue a, BsonValue b, List<Component> components, ValueOrder order) {
    for (Component component : components) {
      BsonValue left = Values.orNull(ExpressionPaths.evaluate(component.path, a));
      BsonValue right = Values.orNull(ExpressionPaths.evaluate(component.path, b));
      int comparison = order.compare(left, right);
      if (comparison != 0) {
        return component.descending ? -comparison : comparison;
      }
    }
    return 0;
  }

  private record Component(FieldPath path, boolean descending) {}

  private static boolean isDirection(BsonValue number) {
    return Numbers.isIntegral(number) && Math.abs(Numbers.exactLong(number)) == 1;
  }

  private interface Sorter {
    List<BsonValue> sort(BsonArray array);
  }
}

package dev.meerkat.query.filter;

import dev.meerkat.values.BsonOrder;
import dev.meerkat.values.CanonicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Filters as the manual tells them, over decoded documents and without a thought for speed: what
 * the compiled ones must agree with. Threads: immutable.
 */
final class NaiveMatcher {
  private NaiveMatcher() {}

  static boolean matches(BsonDocument filter, BsonDocument document) {
    for (Map.Entry<String, BsonValue> field : filter.entrySet()) {
      boolean holds =
          switch (field.getKey()) {
            case "$and" -> all(field.getValue().asArray(), document, true);
            case "$or" -> !all(field.getValue().asArray(), document, false);
            case "$nor" -> all(field.getValue().asArray(), document, false);
            default -> onPath(field.getKey(), field.getValue().asDocument(), document);
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private static boolean all(BsonArray branches, BsonDocument document, boolean wanted) {
    for (BsonValue branch : branches) {
      if (matches(branch.asDocument(), document) != wanted) {
        return false;
      }
    }
    return true;
  }

  private static boolean onPath(String path, BsonDocument operators, BsonDocument document) {
    for (Map.Entry<String, BsonValue> operator : operators.entrySet()) {
      if (!operator(path, operator.getKey(), operator.getValue(), document)) {
        return false;
      }
    }
    return true;
  }

  private static boolean operator(
      String path, String name, BsonValue operand, BsonDocument document) {
    return switch (name) {
      case "$ne" -> !operator(path, "$eq", operand, document);
      case "$nin" -> !operator(path, "$in", operand, document);
      case "$not" -> !onPath(path, operand.asDocument(), document);
      case "$exists" ->
          operand.asBoolean().getValue() == any(path, document, false, value -> value != null);
      case "$size" ->
          any(
              path,
              document,
              false,
              value ->
                  value instanceof BsonArray array && array.size() == operand.asInt32().getValue());
      case "$elemMatch" ->
          any(
              path,
              document,
              false,
              value -> value instanceof BsonArray array && elemMatch(array, operand.asDocument()));
      case "$in" -> any(path, document, true, value -> in(value, operand.asArray()));
      default -> any(path, document, true, value -> compares(name, value, operand));
    };
  }

  private static boolean elemMatch(BsonArray array, BsonDocument condition) {
    for (BsonValue element : array) {
      boolean matches =
          isOnValue(condition.getFirstKey())
              ? condition.entrySet().stream()
                  .allMatch(c -> compares(c.getKey(), element, c.getValue()))
              : matchesFields(condition, element);
      if (matches) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOnValue(String name) {
    return name.startsWith("$")
        && !name.equals("$and")
        && !name.equals("$or")
        && !name.equals("$nor");
  }

  /** An array is a document here whose fields are named 0, 1, 2 and so on. */
  private static boolean matchesFields(BsonDocument condition, BsonValue element) {
    if (element instanceof BsonArray array) {
      BsonDocument fields = new BsonDocument();
      for (int i = 0; i < array.size(); i++) {
        fields.append(String.valueOf(i), array.get(i));
      }
      return matches(condition, fields);
    }
    return element.isDocument() && matches(condition, element.asDocument());
  }

  private static boolean in(@Nullable BsonValue value, BsonArray operands) {
    for (BsonValue operand : operands) {
      if (compares("$eq", value, operand)) {
        return true;
      }
    }
    return false;
  }

  private static boolean compares(String name, @Nullable BsonValue value, BsonValue operand) {
    BsonValue known = value == null ? BsonNull.VALUE : value;
    if (CanonicalType.of(known) != CanonicalType.of(operand)) {
      return false;
    }
    int comparison = BsonOrder.SIMPLE.compare(known, operand);
    return switch (name) {
      case "$eq" -> comparison == 0;
      case "$lt" -> comparison < 0;
      case "$lte" -> comparison <= 0;
      case "$gt" -> comparison > 0;
      case "$gte" -> comparison >= 0;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static boolean any(
      String path, BsonDocument document, boolean intoLeaf, Predicate<@Nullable BsonValue> test) {
    List<@Nullable BsonValue> values = new ArrayList<>();
    collect(document, List.of(path.split("\\.")), values);
    List<@Nullable BsonValue> leaves = new ArrayList<>();
    for (BsonValue value : values) {
      if (intoLeaf && value instanceof BsonArray array) {
        leaves.addAll(array);
      }
      leaves.add(value);
    }
    return leaves.stream().anyMatch(test);
  }

  private static void collect(
      BsonDocument document, List<String> path, List<@Nullable BsonValue> values) {
    BsonValue value = document.get(path.getFirst());
    List<String> rest = path.subList(1, path.size());
    if (value == null || rest.isEmpty()) {
      values.add(value);
    } else if (value instanceof BsonDocument inner) {
      collect(inner, rest, values);
    } else if (value instanceof BsonArray array) {
      for (BsonValue element : array) {
        if (element instanceof BsonDocument inner) {
          collect(inner, rest, values);
        }
      }
    } else {
      values.add(null);
    }
  }
}

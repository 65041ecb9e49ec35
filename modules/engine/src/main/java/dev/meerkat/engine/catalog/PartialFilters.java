package dev.meerkat.engine.catalog;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What a partial index's filter may say. Threads: immutable. */
final class PartialFilters {
  private static final Set<String> ON_PATHS =
      Set.of(
          "$all",
          "$and",
          "$eq",
          "$exists",
          "$geoIntersects",
          "$geoWithin",
          "$gt",
          "$gte",
          "$in",
          "$lt",
          "$lte",
          "$or",
          "$type",
          "$within");

  private PartialFilters() {}

  static void check(BsonDocument filter) {
    if (filter.containsKey("$expr")) {
      throw new ServerException(
          new ErrorCode(224, "QueryFeatureNotAllowed"),
          "$expr is not supported in a partial index filter");
    }
    for (Map.Entry<String, BsonValue> field : filter.entrySet()) {
      String name = field.getKey();
      BsonValue value = field.getValue();
      if (name.equals("$and") || name.equals("$or")) {
        if (value.isArray()) {
          value.asArray().stream()
              .filter(BsonValue::isDocument)
              .forEach(branch -> check(branch.asDocument()));
        }
      } else if (name.equals("$where") || name.equals("$text")) {
        throw new ServerException(ErrorCode.BAD_VALUE, name + " is not allowed in this context");
      } else if (name.startsWith("$")) {
        throw unsupported(name);
      } else if (value instanceof BsonDocument operators) {
        operators.forEach(PartialFilters::checkOperator);
      }
    }
  }

  private static void checkOperator(String name, BsonValue operand) {
    if (name.startsWith("$") && !ON_PATHS.contains(name)
        || name.equals("$exists") && !truth(operand)) {
      throw unsupported(name);
    }
  }

  /** Whether two filters, or none, say the same, in whatever order. */
  static boolean same(@Nullable BsonValue a, @Nullable BsonValue b) {
    return a == null || b == null
        ? a == b
        : conjuncts(a.asDocument()).equals(conjuncts(b.asDocument()));
  }

  /** Everything that a filter asks for, each once, in an order that has no meaning. */
  private static Set<BsonDocument> conjuncts(BsonDocument filter) {
    Set<BsonDocument> conjuncts = new HashSet<>();
    filter.forEach((name, value) -> addConjuncts(name, value, conjuncts));
    return conjuncts;
  }

  private static void addConjuncts(String name, BsonValue value, Set<BsonDocument> conjuncts) {
    if (name.equals("$and")) {
      value.asArray().forEach(branch -> conjuncts.addAll(conjuncts(branch.asDocument())));
    } else if (name.equals("$or")) {
      BsonArray branches = new BsonArray();
      value.asArray().stream()
          .map(branch -> conjuncts(branch.asDocument()))
          .map(PartialFilters::sorted)
          .sorted(Comparator.comparing(BsonDocument::toJson))
          .forEach(branches::add);
      conjuncts.add(new BsonDocument(name, branches));
    } else if (value instanceof BsonDocument operators
        && !operators.isEmpty()
        && operators.getFirstKey().startsWith("$")) {
      operators.forEach(
          (operator, operand) ->
              conjuncts.add(new BsonDocument(name, new BsonDocument(operator, operand))));
    } else {
      conjuncts.add(new BsonDocument(name, new BsonDocument("$eq", value)));
    }
  }

  private static BsonDocument sorted(Set<BsonDocument> conjuncts) {
    BsonArray array = new BsonArray();
    conjuncts.stream().sorted(Comparator.comparing(BsonDocument::toJson)).forEach(array::add);
    return new BsonDocument("$and", array);
  }

  private static boolean truth(BsonValue value) {
    return value instanceof BsonBoolean bool
        ? bool.getValue()
        : !(value instanceof BsonNumber number) || number.doubleValue() != 0;
  }

  private static ServerException unsupported(String name) {
    return new ServerException(
        ErrorCode.CANNOT_CREATE_INDEX, "Expression not supported in partial index: " + name);
  }
}

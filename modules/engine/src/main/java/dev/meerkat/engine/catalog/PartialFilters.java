package dev.meerkat.engine.catalog;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Map;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/** What a partial index's filter may say. Threads: immutable. */
final class PartialFilters {
  private static final Set<String> ON_PATHS =
      Set.of("$eq", "$gt", "$gte", "$lt", "$lte", "$in", "$type", "$exists", "$and", "$or");

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

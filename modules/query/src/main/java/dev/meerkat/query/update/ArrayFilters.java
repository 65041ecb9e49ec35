package dev.meerkat.query.update;

import dev.meerkat.query.DistanceOrder;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code arrayFilters}: what {@code $[identifier]} means. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/update/positional-filtered/">
 *     Filtered positional</a>
 */
final class ArrayFilters {
  static final ArrayFilters NONE = new ArrayFilters(Map.of());

  private final Map<String, Filter> filters;

  private ArrayFilters(Map<String, Filter> filters) {
    this.filters = Map.copyOf(filters);
  }

  static ArrayFilters parse(List<BsonDocument> specs, ParseScope scope) {
    if (specs.isEmpty()) {
      return NONE;
    }
    Map<String, Filter> filters = new HashMap<>();
    for (BsonDocument spec : specs) {
      String identifier = identifier(spec, null);
      if (identifier == null) {
        throw new ServerException(
            ErrorCode.FAILED_TO_PARSE,
            "Cannot use an expression without a top-level field name in arrayFilters");
      }
      checkIdentifier(identifier);
      if (filters.put(identifier, DistanceOrder.refused(scope.filter(spec))) != null) {
        throw new ServerException(
            ErrorCode.FAILED_TO_PARSE,
            "Found multiple array filters with the same top-level field name " + identifier);
      }
    }
    return new ArrayFilters(filters);
  }

  /** The one name with which all paths of a filter begin. */
  private static @Nullable String identifier(BsonDocument spec, @Nullable String known) {
    String identifier = known;
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      String name = field.getKey();
      switch (name) {
        case "$and", "$or", "$nor" -> {
          if (field.getValue().isArray()) {
            for (BsonValue branch : field.getValue().asArray()) {
              if (branch.isDocument()) {
                identifier = identifier(branch.asDocument(), identifier);
              }
            }
          }
        }
        case "$expr", "$where" ->
            throw new ServerException(
                new ErrorCode(224, "QueryFeatureNotAllowed"),
                name + " is not allowed in this context");
        default -> {
          if (!name.startsWith("$")) {
            identifier = same(identifier, name);
          } else {
            throw new ServerException(ErrorCode.BAD_VALUE, "unknown top level operator: " + name);
          }
        }
      }
    }
    return identifier;
  }

  private static String same(@Nullable String known, String path) {
    int dot = path.indexOf('.');
    String first = dot < 0 ? path : path.substring(0, dot);
    if (known != null && !known.equals(first)) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "Expected a single top-level field name, found '" + known + "' and '" + first + "'");
    }
    return first;
  }

  private static void checkIdentifier(String identifier) {
    boolean valid = !identifier.isEmpty() && isLower(identifier.charAt(0));
    for (int i = 1; i < identifier.length(); i++) {
      char c = identifier.charAt(i);
      valid &= isLower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    if (!valid) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "The top-level field name must be an alphanumeric string beginning with a lowercase"
              + " letter, found '"
              + identifier
              + "'");
    }
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  /** Checks that every identifier of the paths has a filter, and every filter a path. */
  void check(Set<String> used) {
    for (String identifier : used) {
      if (!filters.containsKey(identifier)) {
        throw new ServerException(
            ErrorCode.BAD_VALUE, "No array filter found for identifier '" + identifier + "'");
      }
    }
    for (String identifier : filters.keySet()) {
      if (!used.contains(identifier)) {
        throw new ServerException(
            ErrorCode.FAILED_TO_PARSE,
            "The array filter for identifier '" + identifier + "' was not used in the update");
      }
    }
  }

  /** The identifier within {@code $[identifier]}; empty for {@code $[]}. */
  static String identifierOf(String component) {
    return component.substring(2, component.length() - 1);
  }

  boolean matches(String component, byte[] array, int elementOffset, EditRun run) {
    String identifier = identifierOf(component);
    Filter filter = filters.get(identifier);
    if (filter == null) {
      return false;
    }
    byte type = array[elementOffset];
    int value = BsonBytes.valueOffset(array, elementOffset);
    DocumentBuilder wrapped = new DocumentBuilder(64);
    wrapped.appendRaw(
        BsonBytes.nameBytes(identifier),
        type,
        array,
        value,
        BsonBytes.valueSize(array, type, value));
    return filter.matches(wrapped.toView(), run.scope());
  }
}

package dev.meerkat.engine.index;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * Indexes of all fields, or of all below a path, alone or beside ordered components. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/indexes/index-types/index-wildcard/">Wildcard
 *     indexes</a>
 */
public final class WildcardIndexType implements IndexType {
  /** The type of key patterns with a field {@code $**}. */
  public static final String NAME = "wildcard";

  private static final String PROJECTION = "wildcardProjection";

  @Override
  public BsonDocument validate(BsonDocument spec) {
    BsonDocument pattern = spec.getDocument("key");
    if (spec.getNumber("v", new BsonInt32(2)).intValue() < 2) {
      throw KeyPatternRules.refused("Invalid index version for a wildcard index; v=2 is needed");
    }
    for (String option : List.of("sparse", "unique", "expireAfterSeconds", "prepareUnique")) {
      if (spec.containsKey(option)) {
        throw KeyPatternRules.refused(
            "Index type 'wildcard' does not support the '" + option + "' option");
      }
    }
    checkFields(pattern);
    WildcardPattern parts = WildcardPattern.of(pattern);
    BsonValue projection = spec.get(PROJECTION);
    if (projection == null) {
      checkWithoutProjection(parts);
    } else {
      checkProjection(parts, projection.asDocument());
    }
    return spec;
  }

  private static void checkFields(BsonDocument pattern) {
    int wildcards = 0;
    for (var field : pattern.entrySet()) {
      String name = field.getKey();
      KeyPatternRules.checkDirection(field.getValue());
      if (!WildcardPattern.isWildcard(name)) {
        KeyPatternRules.checkPath(name);
      } else {
        wildcards++;
        String root = WildcardPattern.of(new BsonDocument(name, field.getValue())).root();
        if (!root.isEmpty()) {
          KeyPatternRules.checkPath(root);
        }
      }
    }
    if (wildcards > 1) {
      throw new ServerException(
          ErrorCode.location(7246201), "A compound wildcard index can have one wildcard only");
    }
  }

  private static void checkWithoutProjection(WildcardPattern parts) {
    if (parts.regular().isEmpty()) {
      return;
    }
    if (parts.root().isEmpty()) {
      throw KeyPatternRules.refused(
          "A compound index with the wildcard '$**' needs a 'wildcardProjection' that leaves its"
              + " other fields out");
    }
    for (String field : parts.regular()) {
      if (WildcardScope.overlaps(field, parts.root())) {
        throw new ServerException(
            ErrorCode.location(7246204),
            "The field '" + field + "' is also in the wildcard's subtree '" + parts.root() + "'");
      }
    }
  }

  private static void checkProjection(WildcardPattern parts, BsonDocument projection) {
    if (!parts.root().isEmpty()) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "The field 'wildcardProjection' is only allowed when 'key' is '$**'");
    }
    if (!parts.regular().isEmpty()) {
      checkOwnOverlaps(projection);
    }
    WildcardScope scope = WildcardScope.parse(projection);
    for (String field : parts.regular()) {
      if (scope.inclusion() && scope.paths().stream().anyMatch(p -> overlaps(p, field))) {
        throw new ServerException(
            ErrorCode.location(7246208),
            "The 'wildcardProjection' includes the index field '" + field + "'");
      }
      if (!scope.inclusion() && scope.holds(field)) {
        throw new ServerException(
            ErrorCode.location(7246209),
            "The 'wildcardProjection' must exclude the index field '" + field + "'");
      }
    }
  }

  private static boolean overlaps(String path, String field) {
    return WildcardScope.overlaps(path, field);
  }

  private static void checkOwnOverlaps(BsonDocument projection) {
    Set<String> seen = new TreeSet<>();
    for (String path : projection.keySet()) {
      if (seen.stream().anyMatch(other -> overlaps(other, path))) {
        throw new ServerException(
            ErrorCode.location(7246200), "The 'wildcardProjection' names '" + path + "' twice");
      }
      seen.add(path);
    }
  }

  @Override
  public CompiledIndex compile(IndexDefinition definition) {
    return new WildcardIndex(definition);
  }
}

package dev.meerkat.engine.index;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a wildcard index holds: all below some paths, or all but those below some paths.
 * Threads: immutable.
 *
 * @param inclusion whether {@code paths} are the ones that are in
 */
record WildcardScope(boolean inclusion, Set<String> paths) {
  private static final String ID = "_id";

  WildcardScope {
    paths = Set.copyOf(paths);
  }

  /** What an index without a projection holds: all below {@code root}, or all but {@code _id}. */
  static WildcardScope of(String root) {
    return root.isEmpty()
        ? new WildcardScope(false, Set.of(ID))
        : new WildcardScope(true, Set.of(root));
  }

  /**
   * Reads a {@code wildcardProjection}.
   *
   * @throws ServerException 9 where it is empty, 31249, 31250, 31253, 31254, 51271
   */
  static WildcardScope parse(BsonDocument projection) {
    if (projection.isEmpty()) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "The 'wildcardProjection' field can't be an empty object");
    }
    Parser parser = new Parser();
    parser.add("", projection);
    boolean inclusion = parser.first != null ? parser.first : parser.id;
    Set<String> paths = new TreeSet<>(parser.paths);
    if (inclusion == parser.id) {
      paths.add(ID);
    }
    return new WildcardScope(inclusion, paths);
  }

  /** Whether every value at a path, and all below it that is not left out by itself, is held. */
  boolean holds(String path) {
    return inclusion == isBelowAny(path);
  }

  /** Whether something below a path may be held. */
  boolean leadsTo(String path) {
    if (!inclusion || isBelowAny(path)) {
      return holds(path);
    }
    String start = path + ".";
    return paths.stream().anyMatch(each -> each.startsWith(start));
  }

  private boolean isBelowAny(String path) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      if (paths.contains(path.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  private static final class Parser {
    private final Set<String> paths = new TreeSet<>();
    private @Nullable Boolean first;
    private boolean id;

    void add(String prefix, BsonDocument fields) {
      for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
        String path = prefix + field.getKey();
        BsonValue value = field.getValue();
        if (value instanceof BsonDocument nested && isPlain(nested)) {
          add(path + ".", nested);
        } else if (value instanceof BsonBoolean || value instanceof BsonNumber) {
          add(path, isTrue(value));
        } else {
          throw new ServerException(
              ErrorCode.location(51271),
              "Bad projection specification, cannot use computed fields when parsing a spec in"
                  + " kBanComputedFields mode: "
                  + path);
        }
      }
    }

    private void add(String path, boolean include) {
      if (path.equals(ID)) {
        id = include;
        return;
      }
      checkCollision(path);
      if (first == null) {
        first = include;
      } else if (first != include) {
        throw new ServerException(
            ErrorCode.location(include ? 31253 : 31254),
            include
                ? "Cannot do inclusion on field " + path + " in exclusion projection"
                : "Cannot do exclusion on field " + path + " in inclusion projection");
      }
      paths.add(path);
    }

    private void checkCollision(String path) {
      for (String other : paths) {
        if (overlaps(other, path)) {
          throw new ServerException(
              ErrorCode.location(other.startsWith(path + ".") ? 31250 : 31249),
              "Path collision at " + path);
        }
      }
    }

    private static boolean isPlain(BsonDocument nested) {
      return !nested.isEmpty() && !nested.getFirstKey().startsWith("$");
    }

    private static boolean isTrue(BsonValue value) {
      return value instanceof BsonBoolean bool
          ? bool.getValue()
          : value.asNumber().doubleValue() != 0;
    }
  }

  /** Whether one path is the beginning of the other. */
  static boolean overlaps(String a, String b) {
    return a.equals(b) || a.startsWith(b + ".") || b.startsWith(a + ".");
  }
}

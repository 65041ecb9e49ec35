package dev.meerkat.engine.index;

import java.util.HashSet;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * Where an index has met arrays: in which of its components, and, where paths are not those of
 * components, at which paths. It only grows. Threads: immutable.
 *
 * @param components bit {@code n} is set where component {@code n} has met an array
 * @param paths where arrays stand; the empty path stands for all of them, once there are too many
 */
public record Multikey(long components, Set<String> paths) {
  public static final Multikey NONE = new Multikey(0, Set.of());

  private static final String ALL = "";

  /** Each new path is a write to the catalog that repeats those before. */
  private static final int MAX_PATHS = 500;

  public Multikey {
    paths = paths.contains(ALL) || paths.size() > MAX_PATHS ? Set.of(ALL) : Set.copyOf(paths);
  }

  public boolean isNone() {
    return components == 0 && paths.isEmpty();
  }

  public boolean hasComponent(int component) {
    return (components >>> component & 1) != 0;
  }

  /** Whether there may be an array at a path. */
  public boolean hasPath(String path) {
    return paths.contains(path) || paths.contains(ALL);
  }

  /** Whether all of the other is known here. */
  public boolean contains(Multikey other) {
    return (other.components & ~components) == 0
        && (paths.contains(ALL) || paths.containsAll(other.paths));
  }

  public Multikey plus(Multikey other) {
    if (contains(other)) {
      return this;
    }
    Set<String> all = new HashSet<>(paths);
    all.addAll(other.paths);
    return new Multikey(components | other.components, all);
  }

  /** Writes it into an index's entry of the catalog. */
  public void appendTo(BsonDocument entry) {
    entry.append("multikey", new BsonInt64(components));
    if (!paths.isEmpty()) {
      BsonArray array = new BsonArray();
      paths.stream().sorted().map(BsonString::new).forEach(array::add);
      entry.append("multikeyPaths", array);
    }
  }

  /** Reads what {@link #appendTo} has written. */
  public static Multikey parse(BsonDocument entry) {
    Set<String> paths = new HashSet<>();
    entry
        .getArray("multikeyPaths", new BsonArray())
        .forEach(path -> paths.add(path.asString().getValue()));
    return new Multikey(entry.getInt64("multikey").getValue(), paths);
  }
}

package dev.meerkat.engine.index;

import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.FieldPath;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * A wildcard index as an ordered index of one path. Documents are not among its values, but the
 * fields below them are: what documents can satisfy is looked for in the whole subtree. Threads:
 * immutable.
 *
 * @param path what the query names
 * @param stem the path at which, and in the subtree view below which, the entries stand
 * @param subtree whether all entries at and below the stem are meant, whatever their values
 * @param hasArrays whether some document has an array along the path
 */
record WildcardView(
    IndexDefinition definition,
    WildcardPattern pattern,
    String path,
    String stem,
    boolean subtree,
    boolean hasArrays)
    implements IndexView {
  private static final Interval DOCUMENTS =
      new Interval(new BsonDocument(), true, new BsonArray(), false);

  /** The part of a path before the first position in what may be an array. */
  static String stem(String path, java.util.function.Predicate<String> arrays) {
    FieldPath parts = FieldPath.of(path);
    for (int i = 1; i < parts.size(); i++) {
      if (parts.arrayIndex(i) >= 0 && hasArray(parts.prefix(i).dotted(), arrays)) {
        return parts.prefix(i).dotted();
      }
    }
    return path;
  }

  /** Whether there may be an array at a path or before its end. */
  static boolean hasArray(String path, java.util.function.Predicate<String> arrays) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      if (arrays.test(path.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public BsonDocument keyPattern() {
    return pattern.expand(path);
  }

  @Override
  public @Nullable Bounds bounds(int component, Predicate predicate, boolean multikey) {
    if (component != pattern.position() + 1) {
      return new BoundsBuilder(definition.order(), false, false, false).of(predicate);
    }
    boolean isPositional = FieldPath.of(path).size() > 1 && hasPosition();
    Bounds bounds =
        new BoundsBuilder(definition.order(), hasArrays, true, isPositional).of(predicate);
    if (bounds == null) {
      return null;
    }
    List<Interval> documents =
        Intervals.intersect(bounds.intervals(), List.of(DOCUMENTS), definition.order());
    boolean holdsDocuments =
        documents.stream().anyMatch(each -> !Intervals.isPoint(each, definition.order()))
            || documents.stream().anyMatch(each -> !each.low().asDocument().isEmpty());
    if (subtree) {
      boolean isNeeded = holdsDocuments || !stem.equals(path);
      return isNeeded ? new Bounds(List.of(Interval.ALL), false) : null;
    }
    if (holdsDocuments) {
      return null;
    }
    return documents.isEmpty() ? bounds : new Bounds(bounds.intervals(), false);
  }

  private boolean hasPosition() {
    FieldPath parts = FieldPath.of(path);
    for (int i = 1; i < parts.size(); i++) {
      if (parts.arrayIndex(i) >= 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable List<Interval> fixed(int component) {
    if (component != pattern.position()) {
      return null;
    }
    Interval here = Interval.point(new BsonString(stem));
    return subtree
        ? List.of(
            here, new Interval(new BsonString(stem + "."), true, new BsonString(stem + "/"), false))
        : List.of(here);
  }

  @Override
  public boolean isPlain(int component) {
    return component == pattern.position();
  }

  @Override
  public boolean isRequired(int component) {
    return component == pattern.position() + 1;
  }

  @Override
  public boolean isMultikey(int component) {
    return subtree && component == pattern.position()
        || hasArrays && component == pattern.position() + 1;
  }

  @Override
  public boolean isSparse() {
    return true;
  }

  @Override
  public boolean keepsValueOrder(int component) {
    return !subtree || component < pattern.position();
  }
}

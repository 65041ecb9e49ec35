package dev.meerkat.engine.plan;

import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A predicate on one path, out of a conjunction. Threads: immutable.
 *
 * @param element the {@code $elemMatch} over documents that it stands in, or null
 */
record LeafPredicate(String path, Predicate predicate, Predicate.@Nullable ElementObject element) {

  /** All predicates on single paths in a conjunction, those inside {@code $elemMatch} too. */
  static List<LeafPredicate> leavesOf(List<Predicate> conjuncts) {
    List<LeafPredicate> leaves = new ArrayList<>(conjuncts.size());
    for (Predicate conjunct : conjuncts) {
      collect(conjunct, "", null, leaves);
    }
    return leaves;
  }

  /** What predicates are about, each path once. */
  static Set<String> paths(List<LeafPredicate> leaves) {
    if (leaves.size() == 1) {
      return Set.of(leaves.getFirst().path);
    }
    Set<String> paths = new LinkedHashSet<>();
    for (LeafPredicate leaf : leaves) {
      paths.add(leaf.path);
    }
    return paths;
  }

  /** Whether bounds for it prove a whole member of the conjunction. */
  boolean isWholeConjunct() {
    return element == null;
  }

  /**
   * Whether its bounds may stand beside others in an index over arrays: they must speak of the same
   * element of the same array, or of different arrays.
   */
  @SuppressWarnings("ReferenceEquality") // the same operator in the filter, not an equal one
  boolean agreesWith(List<LeafPredicate> others) {
    for (LeafPredicate other : others) {
      boolean sameElement = element != null && element == other.element;
      if (!sameElement && firstComponent(path).equals(firstComponent(other.path))) {
        return false;
      }
    }
    return true;
  }

  private static void collect(
      Predicate predicate,
      String prefix,
      Predicate.@Nullable ElementObject element,
      List<LeafPredicate> leaves) {
    switch (predicate) {
      case Predicate.Path path -> leaves.add(leaf(prefix, path.path(), path, element));
      case Predicate.ElementValue value -> leaves.add(leaf(prefix, value.path(), value, element));
      case Predicate.Not not -> {
        String path = pathOf(not.branch());
        if (path != null) {
          leaves.add(leaf(prefix, path, not, element));
        }
      }
      case Predicate.Or or -> {
        String path = commonPath(or);
        if (path != null) {
          leaves.add(leaf(prefix, path, or, element));
        }
      }
      case Predicate.And and ->
          and.branches().forEach(branch -> collect(branch, prefix, element, leaves));
      case Predicate.ElementObject object ->
          collect(
              object.branch(),
              prefix + object.path() + ".",
              element == null ? object : element,
              leaves);
      case Predicate.Nor _, Predicate.Near _, Predicate.Text _, Predicate.Opaque _ -> {}
    }
  }

  private static LeafPredicate leaf(
      String prefix, String path, Predicate predicate, Predicate.@Nullable ElementObject element) {
    return new LeafPredicate(prefix.isEmpty() ? path : prefix + path, predicate, element);
  }

  private static @Nullable String pathOf(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Path path -> path.path();
      case Predicate.ElementValue value -> value.path();
      default -> null;
    };
  }

  /** The one path that all branches are about, or null. */
  private static @Nullable String commonPath(Predicate.Or or) {
    String common = null;
    for (Predicate branch : or.branches()) {
      String path = pathOf(branch);
      if (path == null || common != null && !common.equals(path)) {
        return null;
      }
      common = path;
    }
    return common;
  }

  static String firstComponent(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }
}

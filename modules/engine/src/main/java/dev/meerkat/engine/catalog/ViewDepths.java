package dev.meerkat.engine.catalog;

import dev.meerkat.spi.Namespace;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How many views read each other, one through the other, whether a view is made of another or its
 * stages look into it. There are no circles. Threads: confined to one operation.
 */
final class ViewDepths {
  /** What each view of the database reads, views or not. */
  private final Map<String, Set<String>> reads = new HashMap<>();

  private final Map<String, Integer> below = new HashMap<>();
  private final Map<String, Integer> above = new HashMap<>();

  private ViewDepths() {}

  /**
   * The most views on one way through a view, itself among them.
   *
   * @param options the view's, which may not be in the catalog
   */
  static int through(Namespace view, CollectionOptions options, CatalogSnapshot catalog) {
    ViewDepths depths = new ViewDepths();
    for (CollectionEntry entry : catalog.collections(view.database())) {
      if (entry.isView()) {
        depths.add(entry.namespace().collection(), entry.options());
      }
    }
    depths.add(view.collection(), options);
    return depths.below(view.collection()) + depths.above(view.collection()) - 1;
  }

  private void add(String view, CollectionOptions options) {
    reads.put(view, ViewSources.of(options));
  }

  private int below(String name) {
    Set<String> sources = reads.get(name);
    if (sources == null) {
      return 0;
    }
    Integer known = below.get(name);
    if (known == null) {
      known = 1 + sources.stream().mapToInt(this::below).max().orElse(0);
      below.put(name, known);
    }
    return known;
  }

  private int above(String name) {
    Integer known = above.get(name);
    if (known == null) {
      int most = 0;
      for (Map.Entry<String, Set<String>> view : reads.entrySet()) {
        if (view.getValue().contains(name)) {
          most = Math.max(most, above(view.getKey()));
        }
      }
      known = 1 + most;
      above.put(name, known);
    }
    return known;
  }
}

package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What indexes are to one query. Threads: immutable. */
final class IndexViews {
  private IndexViews() {}

  static boolean isMultikey(IndexView view) {
    for (int i = 0; i < view.keyPattern().size(); i++) {
      if (view.isMultikey(i)) {
        return true;
      }
    }
    return false;
  }

  /** Every way in which an index may find what satisfies all of {@code conjuncts}. */
  static List<IndexCandidate> candidates(CollectionIndex index, List<Predicate> conjuncts) {
    Set<String> paths = new LinkedHashSet<>();
    for (LeafPredicate leaf : LeafPredicate.leavesOf(conjuncts)) {
      paths.add(leaf.path());
    }
    List<IndexCandidate> candidates = new ArrayList<>();
    for (IndexView view : index.views(paths)) {
      IndexCandidate candidate = IndexCandidate.of(index, view, conjuncts);
      if (candidate != null) {
        candidates.add(candidate);
      }
    }
    return candidates;
  }
}

package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
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
    List<LeafPredicate> leaves = LeafPredicate.leavesOf(conjuncts);
    List<IndexCandidate> candidates = new ArrayList<>();
    addCandidates(index, conjuncts, leaves, LeafPredicate.paths(leaves), candidates);
    return candidates;
  }

  /**
   * As {@link #candidates}, for who asks many indexes.
   *
   * @param leaves of the conjuncts
   * @param paths of the leaves
   */
  static void addCandidates(
      CollectionIndex index,
      List<Predicate> conjuncts,
      List<LeafPredicate> leaves,
      Set<String> paths,
      List<IndexCandidate> candidates) {
    for (IndexView view : index.views(paths)) {
      IndexCandidate candidate = IndexCandidate.of(index, view, conjuncts, leaves);
      if (candidate != null) {
        candidates.add(candidate);
      }
    }
  }
}

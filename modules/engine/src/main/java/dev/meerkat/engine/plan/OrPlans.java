package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.spi.storage.Direction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plans of a disjunction whose branches have an index each. Threads: immutable.
 *
 * @param conjuncts what the query asks, the disjunction among it
 */
record OrPlans(PlanQuery query, AccessPlans plans, List<Predicate> conjuncts, TextPlanner texts) {

  /** A union of index scans where a disjunction has an index for each of its branches. */
  @Nullable Plan plan(List<CollectionIndex> indexes) {
    boolean searches = TextPlanner.isWithinAny(conjuncts);
    for (Predicate conjunct : conjuncts) {
      if (conjunct instanceof Predicate.Or or && (!searches || TextPlanner.isWithin(or))) {
        Plan merged = searches ? null : mergedBranches(or, indexes);
        if (merged != null) {
          return merged;
        }
        List<Plan> branches = branches(or, indexes);
        if (!branches.isEmpty()) {
          boolean isExact = !searches && conjuncts.size() == 1 && areExact(or, indexes);
          return plans.union(branches, isExact);
        }
      }
    }
    return null;
  }

  /** A merge of the branches where an index has each in the order of the sort. */
  private @Nullable Plan mergedBranches(Predicate.Or or, List<CollectionIndex> indexes) {
    SortPattern sort = query.sort();
    if (sort == null || query.returnKey()) {
      return null;
    }
    List<Plan.IndexScan> scans = new ArrayList<>();
    boolean isExact = conjuncts.size() == 1;
    for (Predicate branch : or.branches()) {
      List<Plan.IndexScan> found = List.of();
      for (IndexCandidate candidate : candidatesFor(branch, indexes)) {
        List<Plan.IndexScan> more = plans.inOrder(candidate, sort);
        if (found.isEmpty()
            && !more.isEmpty()
            && (scans.isEmpty() || compare(scans.getFirst(), more.getFirst(), sort))) {
          found = more;
          isExact &= candidate.isExact();
        }
      }
      if (found.isEmpty()) {
        return null;
      }
      scans.addAll(found);
    }
    return plans.merged(sort, scans, isExact);
  }

  /** Whether the keys of two scans compare as the sort does: the same way, bit by bit. */
  private static boolean compare(Plan.IndexScan a, Plan.IndexScan b, SortPattern sort) {
    boolean isSame = a.direction() == b.direction();
    for (SortPattern.Part part : sort.parts()) {
      isSame =
          isSame
              && part instanceof SortPattern.PathPart path
              && isDescending(a, path) == isDescending(b, path);
    }
    return isSame;
  }

  private static boolean isDescending(Plan.IndexScan scan, SortPattern.PathPart part) {
    List<String> paths = List.copyOf(scan.view().keyPattern().keySet());
    return scan.index().ordering().isDescending(paths.indexOf(part.path().dotted()));
  }

  private static List<IndexCandidate> candidatesFor(
      Predicate branch, List<CollectionIndex> indexes) {
    List<IndexCandidate> candidates = new ArrayList<>();
    List<Predicate> asked = PlanCandidates.conjunctsOf(branch);
    for (CollectionIndex index : indexes) {
      if (index.compiled().holdsAll(asked)) {
        for (IndexCandidate candidate : IndexViews.candidates(index, asked)) {
          if (candidate.isUseful() && !candidate.bounds().isEmpty()) {
            candidates.add(candidate);
          }
        }
      }
    }
    return candidates;
  }

  private static boolean areExact(Predicate.Or or, List<CollectionIndex> indexes) {
    for (Predicate branch : or.branches()) {
      IndexCandidate best = bestFor(branch, indexes);
      if (best == null || !best.isExact()) {
        return false;
      }
    }
    return true;
  }

  /**
   * A scan for each branch, or none where one has no index. Beside a search, which no document can
   * be asked about, each must prove its branch.
   */
  private List<Plan> branches(Predicate.Or or, List<CollectionIndex> indexes) {
    boolean searches = TextPlanner.isWithin(or);
    List<Plan> branches = new ArrayList<>();
    for (Predicate branch : or.branches()) {
      List<Predicate> asked = PlanCandidates.conjunctsOf(branch);
      Predicate.Text text = TextPlanner.asked(asked);
      if (text != null) {
        branches.add(texts.plan(text, asked));
        continue;
      }
      IndexCandidate best = bestFor(branch, indexes);
      if (best == null || searches && !best.isExact()) {
        return List.of();
      }
      branches.add(plans.branch(best, Direction.FORWARD));
    }
    return branches;
  }

  private static @Nullable IndexCandidate bestFor(Predicate branch, List<CollectionIndex> indexes) {
    IndexCandidate best = null;
    List<Predicate> asked = PlanCandidates.conjunctsOf(branch);
    for (CollectionIndex index : indexes) {
      if (!index.compiled().holdsAll(asked)) {
        continue;
      }
      for (IndexCandidate candidate : IndexViews.candidates(index, asked)) {
        if (candidate.isUseful() && (best == null || candidate.points() > best.points())) {
          best = candidate;
        }
      }
    }
    return best;
  }
}

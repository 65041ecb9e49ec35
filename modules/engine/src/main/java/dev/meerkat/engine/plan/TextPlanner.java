package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.index.WordSearch;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.spi.storage.Direction;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * Finds the index that can answer a search for words. Threads: immutable.
 *
 * @param all the collection's indexes
 * @param usable those that may be used
 * @param filter of the whole query, for what else is asked
 */
record TextPlanner(List<CollectionIndex> all, List<CollectionIndex> usable, Filter filter) {
  TextPlanner {
    all = List.copyOf(all);
    usable = List.copyOf(usable);
  }

  /** What searches for words, or null. */
  static Predicate.@Nullable Text asked(List<Predicate> conjuncts) {
    for (Predicate conjunct : conjuncts) {
      if (conjunct instanceof Predicate.Text text) {
        return text;
      }
    }
    return null;
  }

  /** Whether a search stands in some branch of a disjunction. */
  static boolean isWithin(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Text _ -> true;
      case Predicate.And and -> isWithinAny(and.branches());
      case Predicate.Or or -> isWithinAny(or.branches());
      default -> false;
    };
  }

  static boolean isWithinAny(List<Predicate> predicates) {
    for (Predicate predicate : predicates) {
      if (isWithin(predicate)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @throws ServerException 27 where there is no text index, 291 where it cannot be used
   */
  Plan plan(Predicate.Text asked, List<Predicate> conjuncts) {
    boolean exists = false;
    for (CollectionIndex index : all) {
      WordSearch search = index.compiled().search(asked);
      if (search != null) {
        exists = true;
        Plan plan = usable.contains(index) ? plan(index, search, conjuncts) : null;
        if (plan != null) {
          return plan;
        }
      }
    }
    if (!exists) {
      throw new ServerException(ErrorCode.INDEX_NOT_FOUND, "text index required for $text query");
    }
    throw noPlan(
        "failed to use text index to satisfy $text query (if text index is compound, are equality"
            + " predicates given for all prefix fields?)");
  }

  static ServerException noPlan(String reason) {
    return new ServerException(
        ErrorCode.NO_QUERY_EXECUTION_PLANS,
        "error processing query: planner returned error :: caused by :: " + reason);
  }

  private @Nullable Plan plan(CollectionIndex index, WordSearch search, List<Predicate> conjuncts) {
    IndexCandidate candidate = IndexCandidate.whole(index, conjuncts);
    if (candidate.bounds().isEmpty()) {
      return new Plan.Eof();
    }
    for (int i = 0; i < search.component(); i++) {
      if (candidate.bounds().pointCount(i) != 1) {
        return null;
      }
    }
    List<Plan.IndexScan> scans = new ArrayList<>();
    for (String word : search.words()) {
      scans.add(scan(candidate, search.component(), word));
    }
    Plan or = new Plan.TextOr(index, search, scans);
    Plan fetch = new Plan.Fetch(or, conjuncts.size() == 1 ? null : filter);
    return new Plan.TextMatch(fetch, index, search);
  }

  private static Plan.IndexScan scan(IndexCandidate candidate, int component, String word) {
    List<List<Interval>> components = new ArrayList<>(candidate.bounds().components());
    components.set(component, List.of(Interval.point(new BsonString(word))));
    IndexBounds bounds = new IndexBounds(components, candidate.bounds().order());
    return new Plan.IndexScan(
        candidate.index(),
        candidate.view(),
        bounds,
        new IndexRanges(candidate.index(), candidate.view(), bounds).all(),
        Direction.FORWARD,
        0,
        null,
        null);
  }
}

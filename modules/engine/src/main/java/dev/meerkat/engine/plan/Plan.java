package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.index.Nearest;
import dev.meerkat.spi.index.WordSearch;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import java.util.List;
import java.util.Set;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A way to answer a query, as a tree of stages. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/explain-results/">Explain results</a>
 */
public sealed interface Plan {
  /** mongod's name of the stage. */
  String stageName();

  /** The stages that feed this one. */
  default List<Plan> inputs() {
    return List.of();
  }

  /**
   * No document can match.
   *
   * @param isOfNothing whether that is because there is no collection
   */
  record Eof(boolean isOfNothing) implements Plan {
    /** Of a filter that nothing satisfies. */
    public Eof() {
      this(false);
    }

    /** The reason, as MongoDB tells it. */
    public String type() {
      return isOfNothing ? "nonExistentNamespace" : "predicateEvalsToFalse";
    }

    @Override
    public String stageName() {
      return "EOF";
    }
  }

  /** The document with this {@code _id}. */
  record IdLookup(CollectionIndex index, BsonValue id) implements Plan {
    @Override
    public String stageName() {
      return "IDHACK";
    }
  }

  /**
   * A plan that finds one document by one value of an index, for which MongoDB makes no plan.
   *
   * @param input how it is done
   */
  record Express(Plan input, CollectionIndex index) implements Plan {
    @Override
    public String stageName() {
      return index.isClustered() ? "EXPRESS_CLUSTERED_IXSCAN" : "EXPRESS_IXSCAN";
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /**
   * Every document, in natural order or in reverse.
   *
   * @param ids the records that can match
   */
  record CollectionScan(Direction direction, @Nullable Filter filter, RecordIdRange ids)
      implements Plan {
    @Override
    public String stageName() {
      return "COLLSCAN";
    }
  }

  /**
   * The entries of an index within bounds.
   *
   * @param view what the index is to the query
   * @param ranges the bounds as bytes, ascending; the scan walks them in its direction
   * @param limits the keys that the caller has named as the scan's ends, or null
   * @param mergeOffset where in a key the part begins that a {@link SortMerge} compares
   * @param filter what its keys are asked beyond the bounds, or null
   */
  record IndexScan(
      CollectionIndex index,
      IndexView view,
      IndexBounds bounds,
      List<KeyRange> ranges,
      Direction direction,
      int mergeOffset,
      @Nullable KeyLimits limits,
      @Nullable KeyFilter filter)
      implements Plan {
    public IndexScan {
      ranges = List.copyOf(ranges);
    }

    /** Whether a document may have several keys here. */
    public boolean isMultikey() {
      return IndexViews.isMultikey(view);
    }

    @Override
    public String stageName() {
      return "IXSCAN";
    }
  }

  /**
   * One entry of an index for each value that a component has within bounds.
   *
   * @param component whose values are wanted; those before it are told apart, too
   * @param nullIsOne whether null is a value as any other, which missing fields have, too
   * @param isFetching whether the documents are read
   */
  record DistinctScan(IndexScan scan, int component, boolean nullIsOne, boolean isFetching)
      implements Plan {
    @Override
    public String stageName() {
      return "DISTINCT_SCAN";
    }
  }

  /**
   * The number of entries of an index within ranges, which is that of the documents.
   *
   * @param limit where counting may stop, 0 for nowhere
   */
  record CountScan(
      CollectionIndex index, IndexView view, IndexBounds bounds, List<KeyRange> ranges, long limit)
      implements Plan {
    public CountScan {
      ranges = List.copyOf(ranges);
    }

    @Override
    public String stageName() {
      return "COUNT_SCAN";
    }
  }

  /** The record ids that all inputs have. */
  record AndHash(List<IndexScan> scans) implements Plan {
    public AndHash {
      scans = List.copyOf(scans);
    }

    @Override
    public String stageName() {
      return "AND_HASH";
    }

    @Override
    public List<Plan> inputs() {
      return List.copyOf(scans);
    }
  }

  /** The record ids that all inputs have, each of which answers them in their order. */
  record AndSorted(List<IndexScan> scans) implements Plan {
    public AndSorted {
      scans = List.copyOf(scans);
    }

    @Override
    public String stageName() {
      return "AND_SORTED";
    }

    @Override
    public List<Plan> inputs() {
      return List.copyOf(scans);
    }
  }

  /**
   * The documents that an index finds in the order of a distance.
   *
   * @param component of the key, which {@code nearest} gives intervals of
   * @param bounds of all components; those of {@code component} are not used
   * @param filter what else is asked, or null
   */
  record Near(
      CollectionIndex index,
      Nearest nearest,
      int component,
      IndexBounds bounds,
      @Nullable Filter filter)
      implements Plan {
    @Override
    public String stageName() {
      return nearest.stageName();
    }
  }

  /**
   * The records that have one of the words searched for, each with the sum of its scores.
   *
   * @param scans of one word each
   */
  record TextOr(CollectionIndex index, WordSearch search, List<IndexScan> scans) implements Plan {
    public TextOr {
      scans = List.copyOf(scans);
    }

    @Override
    public String stageName() {
      return "TEXT_OR";
    }

    @Override
    public List<Plan> inputs() {
      return List.copyOf(scans);
    }
  }

  /** The documents of the input that are what is searched for. */
  record TextMatch(Plan input, CollectionIndex index, WordSearch search) implements Plan {
    @Override
    public String stageName() {
      return "TEXT_MATCH";
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /**
   * The documents of the record ids that the input answers, where they match.
   *
   * @param isTold whether the input has asked its keys all that the filter asks, as far as they
   *     tell it
   */
  record Fetch(Plan input, @Nullable Filter filter, boolean isTold) implements Plan {
    Fetch(Plan input, @Nullable Filter filter) {
      this(input, filter, false);
    }

    @Override
    public String stageName() {
      return "FETCH";
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /**
   * What the index keys of the input tell of the documents, in their place.
   *
   * @param paths all that is read of them
   * @param filter what documents are asked whose keys do not tell all, or null
   */
  record Covered(Plan input, KeyFields fields, Set<String> paths, @Nullable Filter filter)
      implements Plan {
    public Covered {
      paths = Set.copyOf(paths);
    }

    @Override
    public String stageName() {
      return "PROJECTION_COVERED";
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /** The record ids of all inputs, each once. */
  record Or(List<Plan> branches) implements Plan {
    public Or {
      branches = List.copyOf(branches);
    }

    @Override
    public String stageName() {
      return "OR";
    }

    @Override
    public List<Plan> inputs() {
      return branches;
    }
  }

  /** The record ids of scans of one index, merged by what follows their fixed beginnings. */
  record SortMerge(SortPattern pattern, List<IndexScan> scans) implements Plan {
    public SortMerge {
      scans = List.copyOf(scans);
    }

    @Override
    public String stageName() {
      return "SORT_MERGE";
    }

    @Override
    public List<Plan> inputs() {
      return List.copyOf(scans);
    }
  }

  /**
   * All documents of the input, sorted.
   *
   * @param limit how many of the first are wanted, or 0 for all
   * @param keys what index keys tell of the documents where those are not read before; then only
   *     their record ids are answered
   */
  record Sort(
      Plan input, SortPattern pattern, long limit, boolean allowDiskUse, @Nullable KeyFields keys)
      implements Plan {
    @Override
    public String stageName() {
      return "SORT";
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /** All but the first documents. */
  record Skip(Plan input, long count) implements Plan {
    @Override
    public String stageName() {
      return "SKIP";
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /** The index keys of the input's records in place of their documents. */
  record ReturnKey(Plan input) implements Plan {
    @Override
    public String stageName() {
      return "RETURN_KEY";
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /** Only the first documents. */
  record Limit(Plan input, long count) implements Plan {
    @Override
    public String stageName() {
      return "LIMIT";
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }
}

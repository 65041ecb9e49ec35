package dev.meerkat.spi.index;

import dev.meerkat.spi.query.Predicate;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * An index as one query sees it: what its components stand for, and which of their values hold what
 * the query asks for. Most indexes are the same to every query; a wildcard index is an ordered
 * index of each path that a query names. Threads: immutable.
 */
public interface IndexView {
  /**
   * The path and direction of each component, in the order of the keys; components at the end may
   * be left out.
   */
  BsonDocument keyPattern();

  /** As {@link CompiledIndex#bounds}, of a component of this view. */
  @Nullable Bounds bounds(int component, Predicate predicate, boolean multikey);

  /** The intervals of a component that is the same whatever is asked, or null. */
  default @Nullable List<Interval> fixed(int component) {
    return null;
  }

  /**
   * Whether the view is of use only where some predicate bounds this component: documents without a
   * value there are not in it.
   */
  default boolean isRequired(int component) {
    return false;
  }

  /** Whether the strings of a component stand as they are, whatever the index's collation. */
  default boolean isPlain(int component) {
    return false;
  }

  /** Whether some document has more than one key under this component. */
  boolean isMultikey(int component);

  /** Whether documents may have no key here, which a sort alone would then not find. */
  boolean isSparse();

  /** As {@link CompiledIndex#keepsValueOrder}. */
  boolean keepsValueOrder(int component);
}

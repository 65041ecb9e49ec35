package dev.meerkat.spi.index;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Predicate;
import java.util.Collection;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** An index ready for use. Threads: immutable. */
public interface CompiledIndex {
  /** Puts every key of a document into the sink; none where a sparse index leaves it out. */
  void keys(DocumentView document, KeySink sink);

  /**
   * Whether the keys of a document may depend on one of the top-level fields that a change touches;
   * where they do not, it leaves the index as it is, and nobody asks for the keys.
   *
   * @param touched whether a field is one of them
   */
  default boolean mayRead(java.util.function.Predicate<String> touched) {
    return true;
  }

  /**
   * Whether the keys may say something of one of some paths; where they do not, the index can only
   * give documents in its order, and nobody asks it for bounds of those paths.
   */
  default boolean mayKnow(Collection<String> paths) {
    return true;
  }

  /**
   * The intervals of one component that hold every value the predicate can match, or null where
   * this index cannot help.
   *
   * @param component position in the key, from 0
   * @param multikey whether some document has more than one key under this component's path
   */
  @Nullable Bounds bounds(int component, Predicate predicate, boolean multikey);

  /**
   * Whether every document that satisfies all of {@code conjuncts} has an entry. An index that
   * leaves documents out by itself says here which questions it can answer nevertheless; without a
   * hint it is used for no other.
   */
  default boolean holdsAll(List<Predicate> conjuncts) {
    return true;
  }

  /** Whether a component knows distances, so that {@link #nearest} may answer for it. */
  default boolean knowsDistances(int component) {
    return false;
  }

  /**
   * Begins to look for what is nearest, where a predicate asks for documents in the order of a
   * distance that this index knows; null where it does not.
   *
   * @param component position in the key, from 0, whose path is the predicate's
   */
  default @Nullable Nearest nearest(int component, Predicate.Near predicate) {
    return null;
  }

  /**
   * Begins a search for words, where this index holds words; null where it does not.
   *
   * @throws dev.meerkat.spi.ServerException 2 BadValue where the search cannot be
   */
  default @Nullable WordSearch search(Predicate.Text predicate) {
    return null;
  }

  /** Whether a component of the keys holds the values themselves, so that a sort can follow it. */
  default boolean keepsValueOrder(int component) {
    return true;
  }

  /**
   * The name and direction of each component of a key, or null where they are those of the key
   * pattern.
   */
  default @Nullable BsonDocument keyLayout() {
    return null;
  }

  /**
   * What the index is to a query, where that depends on the paths that the query names: one view
   * for each way to use it, none where it is of no use. Null where it is to every query what its
   * key pattern says.
   *
   * @param paths what the query asks something of
   * @param arrays whether some document may have an array at a path
   */
  default @Nullable List<IndexView> views(
      Collection<String> paths, java.util.function.Predicate<String> arrays) {
    return null;
  }
}

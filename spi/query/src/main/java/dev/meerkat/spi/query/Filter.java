package dev.meerkat.spi.query;

import dev.meerkat.spi.DocumentView;

/**
 * A compiled query filter. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/">Query predicates</a>
 */
public interface Filter {
  boolean matches(DocumentView document, EvaluationScope scope);

  /** What the planner and index types may know of this filter. */
  default Predicate predicate() {
    return Predicate.OPAQUE;
  }

  /** Reports the fields and variables that the filter reads. */
  default void dependencies(Dependencies dependencies) {
    dependencies.wholeDocument();
  }
}

package dev.meerkat.spi.query;

import dev.meerkat.spi.DocumentView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled query filter. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/">Query predicates</a>
 */
public interface Filter {
  boolean matches(DocumentView document, EvaluationScope scope);

  /** What the planner and index types may know of this filter. */
  default Predicate predicate() {
    return Predicate.Opaque.UNKNOWN;
  }

  /**
   * The same filter for a run whose variables have their values, of which planners may know more.
   */
  default Filter bound(EvaluationScope scope) {
    return this;
  }

  /** Filters that together are this one: those of a conjunction, or this one alone. */
  default List<Filter> conjuncts() {
    return List.of(this);
  }

  /**
   * The filter that, before a stage, lets the same documents through as this one behind it; null
   * where that is not known.
   */
  default @Nullable Filter before(PathOrigin origin) {
    return null;
  }

  /** Reports the fields and variables that the filter reads. */
  default void dependencies(Dependencies dependencies) {
    dependencies.wholeDocument();
  }
}

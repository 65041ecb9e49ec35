package dev.meerkat.aggregation.accumulator;

import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Expression;
import org.jspecify.annotations.Nullable;

/** An accumulator that may want one document of each group alone. Threads: immutable. */
public interface OneDocument extends Accumulator {
  /** Whether it does, and answers what it wants of it as it is. */
  boolean isOneDocument();

  /** What is wanted of the document. */
  Expression wanted();

  /** Whether it is the last one rather than the first. */
  boolean isLast();

  /** The order that it is first in; null for that in which the documents come. */
  @Nullable SortPattern sort();
}

package dev.meerkat.spi.index;

import java.util.List;

/**
 * Intervals of one component, ascending and disjoint.
 *
 * @param exact whether a key in the intervals satisfies the predicate for certain, so that the
 *     document need not be checked again
 */
public record Bounds(List<Interval> intervals, boolean exact) {
  public Bounds {
    intervals = List.copyOf(intervals);
  }
}

package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.Intervals;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.index.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * The intervals of each component of an index that a scan covers. Threads: immutable.
 *
 * @param components for each component its intervals, ascending and disjoint
 */
public record IndexBounds(List<List<Interval>> components, ValueOrder order) {
  public IndexBounds {
    List<List<Interval>> copies = new ArrayList<>(components.size());
    for (List<Interval> intervals : components) {
      copies.add(List.copyOf(intervals));
    }
    components = List.copyOf(copies);
  }

  /** Every key of an index with {@code size} components. */
  public static IndexBounds all(int size, ValueOrder order) {
    List<List<Interval>> components = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      components.add(List.of(Interval.ALL));
    }
    return new IndexBounds(components, order);
  }

  /** Whether the bounds leave no key at all. */
  public boolean isEmpty() {
    for (List<Interval> intervals : components) {
      if (intervals.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a component is bound to single values, and to how many: 0 where it is not. */
  int pointCount(int component) {
    List<Interval> intervals = components.get(component);
    for (Interval interval : intervals) {
      if (!Intervals.isPoint(interval, order)) {
        return 0;
      }
    }
    return intervals.size();
  }

  boolean isAll(int component) {
    return Intervals.isAll(components.get(component));
  }
}

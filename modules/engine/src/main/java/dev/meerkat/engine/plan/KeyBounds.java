package dev.meerkat.engine.plan;

import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.values.KeyOrdering;
import dev.meerkat.values.KeyString;
import dev.meerkat.values.KeyStringBuilder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of components that ranges of keys do not express: those behind a stretch. A key that
 * lies outside says where the next one inside can be. Threads: confined to one operation.
 */
final class KeyBounds {
  private static final byte[] BEFORE_ALL = new KeyStringBuilder().appendExclusiveBefore().toKey();
  private static final byte[] AFTER_ALL = new KeyStringBuilder().appendExclusiveAfter().toKey();

  private final KeyOrdering ordering;
  private final Direction direction;

  /**
   * Ends of the intervals of each component, in the order of the keys; null where all is inside.
   */
  private final @Nullable Ends[] ends;

  private final int[] starts;
  private byte[] next = new byte[0];

  /** The ends of a component's intervals: the least key in each, and the least after it. */
  private record Ends(byte[][] lower, byte[][] upper) {}

  private KeyBounds(Plan.IndexScan scan, int first) {
    this.ordering = scan.index().ordering();
    this.direction = scan.direction();
    List<List<Interval>> components = scan.bounds().components();
    int last = components.size() - 1;
    while (scan.bounds().isAll(last)) {
      last--;
    }
    this.starts = new int[last + 1];
    this.ends = new Ends[last + 1];
    IndexRanges ranges = new IndexRanges(scan.index(), scan.view(), scan.bounds());
    for (int i = first; i <= last; i++) {
      if (!scan.bounds().isAll(i)) {
        ends[i] = ends(ranges, i);
      }
    }
  }

  private static Ends ends(IndexRanges ranges, int component) {
    List<Interval> intervals = ranges.inKeyOrder(component);
    Ends ends = new Ends(new byte[intervals.size()][], new byte[intervals.size()][]);
    for (int i = 0; i < intervals.size(); i++) {
      ends.lower[i] = ranges.end(component, intervals.get(i), true);
      ends.upper[i] = ranges.end(component, intervals.get(i), false);
    }
    return ends;
  }

  /** Null where the ranges of the scan say all. */
  static @Nullable KeyBounds of(Plan.IndexScan scan) {
    int covered = new IndexRanges(scan.index(), scan.view(), scan.bounds()).coveredComponents();
    return covered == scan.bounds().components().size() ? null : new KeyBounds(scan, covered);
  }

  /** Whether a key lies inside; where it does not, {@link #next} says where to go on. */
  boolean accepts(byte[] key, int length) {
    int end = KeyString.keyWithoutRecordIdLength(key, length);
    KeyString.componentStarts(key, end, ordering, starts);
    for (int i = 0; i < starts.length; i++) {
      Ends component = ends[i];
      if (component != null && !isInside(component, key, starts[i], length)) {
        return false;
      }
    }
    return true;
  }

  /** The place of which the scan may go on behind a key that was not accepted. */
  byte[] next() {
    return next;
  }

  private boolean isInside(Ends component, byte[] key, int start, int length) {
    // Behind the component stands something that is more than the end before it, less than that
    // after it, so that the rest of the key compares as the component alone.
    if (direction == Direction.FORWARD) {
      int interval = first(component.upper, key, start, length);
      if (interval == component.upper.length) {
        return goOn(key, start, AFTER_ALL);
      }
      return compare(key, start, length, component.lower[interval]) >= 0
          || goOn(key, start, component.lower[interval]);
    }
    int interval = first(component.lower, key, start, length) - 1;
    if (interval < 0) {
      return goOn(key, start, BEFORE_ALL);
    }
    return compare(key, start, length, component.upper[interval]) < 0
        || goOn(key, start, component.upper[interval]);
  }

  /** The first of the ends that the key is before. */
  private static int first(byte[][] ends, byte[] key, int start, int length) {
    int low = 0;
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(key, start, length, ends[middle]) < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static int compare(byte[] key, int start, int length, byte[] end) {
    return Arrays.compareUnsigned(key, start, length, end, 0, end.length);
  }

  private boolean goOn(byte[] key, int prefix, byte[] end) {
    next = Arrays.copyOf(key, prefix + end.length);
    System.arraycopy(end, 0, next, prefix, end.length);
    return false;
  }
}

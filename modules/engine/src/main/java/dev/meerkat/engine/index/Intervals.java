package dev.meerkat.engine.index;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.index.Interval;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;

/** The algebra of lists of intervals, ascending and disjoint. Threads: immutable. */
public final class Intervals {
  private Intervals() {}

  /** Sorts, merges what overlaps or touches, and leaves out what is empty. */
  public static List<Interval> union(List<Interval> intervals, ValueOrder order) {
    List<Interval> sorted = new ArrayList<>();
    for (Interval interval : intervals) {
      if (!isEmpty(interval, order)) {
        sorted.add(interval);
      }
    }
    sorted.sort((a, b) -> compareLow(a, b, order));
    List<Interval> merged = new ArrayList<>();
    for (Interval next : sorted) {
      Interval last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && touches(last, next, order)) {
        merged.set(merged.size() - 1, join(last, next, order));
      } else {
        merged.add(next);
      }
    }
    return merged;
  }

  /** What both hold. */
  public static List<Interval> intersect(List<Interval> a, List<Interval> b, ValueOrder order) {
    if (isAll(a) && b.size() == 1 && isOneValue(b.getFirst())) {
      return b;
    }
    List<Interval> result = new ArrayList<>();
    int left = 0;
    int right = 0;
    while (left < a.size() && right < b.size()) {
      Interval both = intersect(a.get(left), b.get(right), order);
      if (!isEmpty(both, order)) {
        result.add(both);
      }
      if (compareHigh(a.get(left), b.get(right), order) <= 0) {
        left++;
      } else {
        right++;
      }
    }
    return union(result, order);
  }

  /** Everything that {@code intervals}, ascending and disjoint, leave out. */
  public static List<Interval> complement(List<Interval> intervals, ValueOrder order) {
    List<Interval> result = new ArrayList<>();
    BsonValue low = Interval.ALL.low();
    boolean lowInclusive = true;
    for (Interval interval : intervals) {
      result.add(new Interval(low, lowInclusive, interval.low(), !interval.lowInclusive()));
      low = interval.high();
      lowInclusive = !interval.highInclusive();
    }
    result.add(new Interval(low, lowInclusive, Interval.ALL.high(), true));
    return union(result, order);
  }

  /** Whether the interval holds one value alone. */
  public static boolean isPoint(Interval interval, ValueOrder order) {
    return isOneValue(interval)
        || interval.lowInclusive()
            && interval.highInclusive()
            && order.equal(interval.low(), interval.high());
  }

  /** Whether it was made of one value, which needs no comparing. */
  @SuppressWarnings("ReferenceEquality") // equal values are compared by their order
  private static boolean isOneValue(Interval interval) {
    return interval.low() == interval.high() && interval.lowInclusive() && interval.highInclusive();
  }

  /** Whether the list holds every value. */
  public static boolean isAll(List<Interval> intervals) {
    return intervals.size() == 1
        && intervals.getFirst().lowInclusive()
        && intervals.getFirst().highInclusive()
        && intervals.getFirst().low().equals(Interval.ALL.low())
        && intervals.getFirst().high().equals(Interval.ALL.high());
  }

  private static boolean isEmpty(Interval interval, ValueOrder order) {
    int comparison = order.compare(interval.low(), interval.high());
    return comparison > 0
        || comparison == 0 && !(interval.lowInclusive() && interval.highInclusive());
  }

  private static Interval intersect(Interval a, Interval b, ValueOrder order) {
    boolean lowOfB = compareLow(a, b, order) < 0;
    boolean highOfB = compareHigh(a, b, order) > 0;
    return new Interval(
        lowOfB ? b.low() : a.low(),
        lowOfB ? b.lowInclusive() : a.lowInclusive(),
        highOfB ? b.high() : a.high(),
        highOfB ? b.highInclusive() : a.highInclusive());
  }

  private static Interval join(Interval a, Interval b, ValueOrder order) {
    boolean highOfB = compareHigh(a, b, order) < 0;
    return new Interval(
        a.low(),
        a.lowInclusive(),
        highOfB ? b.high() : a.high(),
        highOfB ? b.highInclusive() : a.highInclusive());
  }

  private static boolean touches(Interval first, Interval second, ValueOrder order) {
    int comparison = order.compare(first.high(), second.low());
    return comparison > 0 || comparison == 0 && (first.highInclusive() || second.lowInclusive());
  }

  private static int compareLow(Interval a, Interval b, ValueOrder order) {
    int comparison = order.compare(a.low(), b.low());
    return comparison != 0 ? comparison : Boolean.compare(b.lowInclusive(), a.lowInclusive());
  }

  private static int compareHigh(Interval a, Interval b, ValueOrder order) {
    int comparison = order.compare(a.high(), b.high());
    return comparison != 0 ? comparison : Boolean.compare(a.highInclusive(), b.highInclusive());
  }
}

package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.values.KeyStringBuilder;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bounds of an index into ranges of its encoded keys.
 *
 * <p>Leading components that are bound to single values multiply into prefixes; the first that is
 * not ends each prefix with a stretch; what is asked of later components is left to {@link
 * KeyBounds}. Threads: confined to one operation.
 */
final class IndexRanges {
  /** Past this many ranges a component counts as one stretch from its least to its greatest. */
  private static final int MAX_RANGES = 5_000;

  private final CollectionIndex index;
  private final IndexView view;
  private final IndexBounds bounds;
  private @Nullable KeyStringBuilder builder;

  IndexRanges(CollectionIndex index, IndexView view, IndexBounds bounds) {
    this.index = index;
    this.view = view;
    this.bounds = bounds;
  }

  /** The keys whose first component is one value, whatever the others are. */
  static KeyRange ofValue(CollectionIndex index, IndexView view, BsonValue value) {
    boolean descending = index.ordering().isDescending(0);
    KeyStringBuilder key = index.keyBuilder();
    append(view, key, 0, value, descending);
    byte[] lower = key.appendExclusiveBefore().toKey();
    append(view, key.clear(), 0, value, descending);
    return new KeyRange(lower, true, key.appendExclusiveAfter().toKey(), false);
  }

  /** All ranges, ascending. */
  List<KeyRange> all() {
    return expand(List.of(), 0);
  }

  /** The prefixes that the first {@code components} components make, ascending. */
  List<List<BsonValue>> prefixes(int components) {
    List<List<BsonValue>> prefixes = List.of(List.of());
    for (int i = 0; i < components; i++) {
      prefixes = multiply(prefixes, i);
    }
    return prefixes;
  }

  /** The ranges of the keys that begin with {@code prefix}, ascending. */
  List<KeyRange> after(List<BsonValue> prefix) {
    return expand(prefix, prefix.size());
  }

  /** Bytes that {@code prefix} takes at the beginning of a key. */
  int prefixLength(List<BsonValue> prefix) {
    return all(prefix).length();
  }

  /** How many components at the beginning have bounds that the ranges fully express. */
  int coveredComponents() {
    int size = bounds.components().size();
    long count = 1;
    int component = 0;
    boolean stretched = false;
    while (component < size && !stretched) {
      count *= bounds.components().get(component).size();
      if (count > MAX_RANGES) {
        return component;
      }
      stretched = bounds.pointCount(component) == 0;
      component++;
    }
    int covered = component;
    while (component < size && bounds.isAll(component)) {
      component++;
    }
    return component == size ? size : covered;
  }

  /** Whether every component's bounds are fully expressed by the ranges. */
  boolean coversAll() {
    return coveredComponents() == bounds.components().size();
  }

  /** Where an interval of a component begins in the order of the keys, or where it is behind. */
  byte[] end(int component, Interval interval, boolean lower) {
    boolean descending = index.ordering().isDescending(component);
    boolean low = lower != descending;
    boolean inclusive = low ? interval.lowInclusive() : interval.highInclusive();
    KeyStringBuilder key = cleared();
    append(key, component, low ? interval.low() : interval.high(), descending);
    return (lower == inclusive ? key.appendExclusiveBefore() : key.appendExclusiveAfter()).toKey();
  }

  private List<KeyRange> expand(List<BsonValue> first, int component) {
    List<List<BsonValue>> prefixes = List.of(first);
    int next = component;
    while (next < bounds.components().size()
        && bounds.pointCount(next) > 0
        && (long) prefixes.size() * bounds.pointCount(next) <= MAX_RANGES) {
      prefixes = multiply(prefixes, next++);
    }
    List<KeyRange> ranges = new ArrayList<>(prefixes.size());
    for (List<BsonValue> prefix : prefixes) {
      if (next == bounds.components().size()) {
        ranges.add(wholePrefix(prefix));
      } else {
        addStretches(prefix, next, prefixes.size(), ranges);
      }
    }
    return ranges;
  }

  private void addStretches(
      List<BsonValue> prefix, int component, int prefixes, List<KeyRange> ranges) {
    List<Interval> intervals = inKeyOrder(component);
    if ((long) intervals.size() * prefixes > MAX_RANGES) {
      List<Interval> ascending = bounds.components().get(component);
      Interval low = ascending.getFirst();
      Interval high = ascending.getLast();
      intervals =
          List.of(new Interval(low.low(), low.lowInclusive(), high.high(), high.highInclusive()));
    }
    for (Interval interval : intervals) {
      ranges.add(stretch(prefix, component, interval));
    }
  }

  private List<List<BsonValue>> multiply(List<List<BsonValue>> prefixes, int component) {
    List<Interval> points = inKeyOrder(component);
    List<List<BsonValue>> longer = new ArrayList<>(prefixes.size() * points.size());
    for (List<BsonValue> prefix : prefixes) {
      for (Interval point : points) {
        List<BsonValue> values = new ArrayList<>(prefix.size() + 1);
        values.addAll(prefix);
        values.add(point.low());
        longer.add(values);
      }
    }
    return longer;
  }

  /** The intervals of a component in the order of the keys. */
  List<Interval> inKeyOrder(int component) {
    List<Interval> ascending = bounds.components().get(component);
    return index.ordering().isDescending(component) ? ascending.reversed() : ascending;
  }

  private KeyRange wholePrefix(List<BsonValue> prefix) {
    if (prefix.isEmpty()) {
      return KeyRange.ALL;
    }
    byte[] lower = all(prefix).appendExclusiveBefore().toKey();
    return new KeyRange(lower, true, all(prefix).appendExclusiveAfter().toKey(), false);
  }

  private KeyRange stretch(List<BsonValue> prefix, int component, Interval interval) {
    if (bounds.isAll(component)) {
      return wholePrefix(prefix);
    }
    boolean descending = index.ordering().isDescending(component);
    byte[] lower =
        descending
            ? bound(prefix, interval.high(), true, interval.highInclusive())
            : bound(prefix, interval.low(), false, interval.lowInclusive());
    byte[] upper =
        descending
            ? bound(prefix, interval.low(), true, !interval.lowInclusive())
            : bound(prefix, interval.high(), false, !interval.highInclusive());
    return new KeyRange(lower, true, upper, false);
  }

  /** A key before, or after, all that begin with {@code prefix} and then {@code value}. */
  private byte[] bound(
      List<BsonValue> prefix, BsonValue value, boolean descending, boolean before) {
    KeyStringBuilder key = all(prefix);
    append(key, prefix.size(), value, descending);
    return (before ? key.appendExclusiveBefore() : key.appendExclusiveAfter()).toKey();
  }

  /** The builder with the first components of a key. */
  private KeyStringBuilder all(List<BsonValue> values) {
    KeyStringBuilder key = cleared();
    for (int i = 0; i < values.size(); i++) {
      append(key, i, values.get(i), index.ordering().isDescending(i));
    }
    return key;
  }

  private KeyStringBuilder cleared() {
    KeyStringBuilder known = builder;
    if (known == null) {
      known = index.keyBuilder();
      builder = known;
    }
    return known.clear();
  }

  private void append(KeyStringBuilder key, int component, BsonValue value, boolean descending) {
    append(view, key, component, value, descending);
  }

  private static void append(
      IndexView view, KeyStringBuilder key, int component, BsonValue value, boolean descending) {
    if (view.isPlain(component) && value.isString()) {
      key.appendPlain(value.asString().getValue(), descending);
    } else {
      key.append(value, descending);
    }
  }
}

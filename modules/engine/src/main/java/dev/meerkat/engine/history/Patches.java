package dev.meerkat.engine.history;

import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * What a reader sees of one table instead of what the store holds: its own changes first, then what
 * others have replaced since its time. Threads: confined to one operation.
 *
 * @param own the transaction's own changes, or null
 * @param undo what was replaced, or null where nothing was
 * @param time bits of a timestamp
 */
record Patches<K, V>(
    Comparator<? super K> order,
    @Nullable NavigableMap<K, Patch<V>> own,
    @Nullable Undo<K, V> undo,
    long time) {

  /** What stands under a key, or null where the store is right. */
  @Nullable Patch<V> find(K key) {
    Patch<V> changed = own == null ? null : own.get(key);
    if (changed != null) {
      return changed;
    }
    return undo == null ? null : undo.at(key, time);
  }

  /**
   * The nearest key under which the store is not right.
   *
   * @param from where to begin, or null for the end where the direction begins
   */
  @Nullable K next(@Nullable K from, boolean inclusive, boolean forward) {
    K mine = own == null ? null : nextOwn(own, from, inclusive, forward);
    K past = undo == null ? null : undo.next(from, inclusive, forward, time);
    if (mine == null || past == null) {
      return mine == null ? past : mine;
    }
    int difference = order.compare(mine, past);
    return (forward ? difference <= 0 : difference >= 0) ? mine : past;
  }

  private static <K, V> @Nullable K nextOwn(
      NavigableMap<K, Patch<V>> own, @Nullable K from, boolean inclusive, boolean forward) {
    if (from == null) {
      Map.Entry<K, Patch<V>> end = forward ? own.firstEntry() : own.lastEntry();
      return end == null ? null : end.getKey();
    }
    if (forward) {
      return inclusive ? own.ceilingKey(from) : own.higherKey(from);
    }
    return inclusive ? own.floorKey(from) : own.lowerKey(from);
  }
}

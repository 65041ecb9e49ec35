package dev.meerkat.engine.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The values that keys of one table had before they were changed, oldest first. Threads: safe.
 *
 * <p>A value is kept before it is replaced in the store. Whoever opens a storage snapshot that
 * shows a change therefore finds the value before it here, and who finds a value here that is not
 * replaced yet sees the same one in both places.
 */
final class Undo<K, V> {
  /** Bytes of an entry besides its value, about. */
  private static final int ENTRY_BYTES = 160;

  private final ConcurrentNavigableMap<K, List<Past<V>>> chains;
  private final ToIntFunction<V> size;
  private final AtomicLong bytes;

  /**
   * @param size bytes of a value
   * @param bytes counts what all tables keep
   */
  Undo(Comparator<? super K> order, ToIntFunction<V> size, AtomicLong bytes) {
    this.chains = new ConcurrentSkipListMap<>(order);
    this.size = size;
    this.bytes = bytes;
  }

  /**
   * @param value null where there was nothing
   */
  private record Past<V>(ChangeSet changedBy, @Nullable V value) {}

  /**
   * Keeps a key's value, unless the same changes have done so.
   *
   * @param value reads it
   */
  void keep(K key, ChangeSet changes, Supplier<@Nullable V> value) {
    List<Past<V>> present = chains.get(key);
    if (present != null && present.getLast().changedBy() == changes) {
      return;
    }
    Past<V> past = new Past<>(changes, value.get());
    chains.compute(key, (same, chain) -> chain == null ? List.of(past) : append(chain, past));
    bytes.addAndGet(sizeOf(past));
  }

  private int sizeOf(Past<V> past) {
    V value = past.value();
    return ENTRY_BYTES + (value == null ? 0 : size.applyAsInt(value));
  }

  /** What a key had at a time, or null where it has not changed since. */
  @Nullable Patch<V> at(K key, long time) {
    List<Past<V>> chain = chains.get(key);
    return chain == null ? null : at(chain, time);
  }

  private static <V> @Nullable Patch<V> at(List<Past<V>> chain, long time) {
    for (Past<V> past : chain) {
      if (past.changedBy().isAfter(time)) {
        return new Patch<>(past.value());
      }
    }
    return null;
  }

  /** Whether a key has changed, or is being changed, since a time. */
  boolean isChanged(K key, long time) {
    return at(key, time) != null;
  }

  /** Whether a key of a range has changed since a time. */
  boolean isAnyChanged(K from, @Nullable K to, long time) {
    var range = to == null ? chains.tailMap(from) : chains.subMap(from, to);
    for (List<Past<V>> chain : range.values()) {
      if (at(chain, time) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * The nearest key that had another value at a time.
   *
   * @param from where to begin, or null for the end where the direction begins
   */
  @Nullable K next(@Nullable K from, boolean inclusive, boolean forward, long time) {
    var entry =
        from == null
            ? forward ? chains.firstEntry() : chains.lastEntry()
            : forward
                ? inclusive ? chains.ceilingEntry(from) : chains.higherEntry(from)
                : inclusive ? chains.floorEntry(from) : chains.lowerEntry(from);
    while (entry != null && at(entry.getValue(), time) == null) {
      entry = forward ? chains.higherEntry(entry.getKey()) : chains.lowerEntry(entry.getKey());
    }
    return entry == null ? null : entry.getKey();
  }

  /** Forgets what nobody needs who reads at a time or later. */
  void forgetBefore(long time) {
    for (K key : chains.keySet()) {
      chains.computeIfPresent(key, (same, chain) -> without(chain, time));
    }
  }

  private static <V> List<Past<V>> append(List<Past<V>> chain, Past<V> past) {
    List<Past<V>> longer = new ArrayList<>(chain.size() + 1);
    longer.addAll(chain);
    longer.add(past);
    return longer;
  }

  private @Nullable List<Past<V>> without(List<Past<V>> chain, long time) {
    List<Past<V>> kept = new ArrayList<>(chain.size());
    for (Past<V> past : chain) {
      if (past.changedBy().isForgotten(time)) {
        bytes.addAndGet(-sizeOf(past));
      } else {
        kept.add(past);
      }
    }
    return kept.isEmpty() ? null : kept;
  }
}

package dev.meerkat.aggregation.accumulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the best so many elements; of equal ones the first that came. Threads: confined to one
 * operation.
 */
final class BestFirst<E> {
  private final Comparator<E> bestFirst;
  private final PriorityQueue<Entry<E>> worstFirst;
  private long arrivals;

  BestFirst(Comparator<E> bestFirst) {
    this.bestFirst = bestFirst;
    this.worstFirst = new PriorityQueue<>((a, b) -> compare(b, a));
  }

  private int compare(Entry<E> a, Entry<E> b) {
    int comparison = bestFirst.compare(a.element, b.element);
    return comparison != 0 ? comparison : Long.compare(a.arrival, b.arrival);
  }

  /** Takes an element and answers the one that is kept no longer, or null. */
  @Nullable E add(E element, int most) {
    worstFirst.add(new Entry<>(element, arrivals++));
    if (worstFirst.size() <= most) {
      return null;
    }
    Entry<E> worst = worstFirst.poll();
    return worst == null ? null : worst.element;
  }

  List<E> sorted() {
    List<Entry<E>> entries = new ArrayList<>(worstFirst);
    entries.sort(this::compare);
    List<E> elements = new ArrayList<>(entries.size());
    for (Entry<E> entry : entries) {
      elements.add(entry.element);
    }
    return elements;
  }

  private record Entry<E>(E element, long arrival) {}
}

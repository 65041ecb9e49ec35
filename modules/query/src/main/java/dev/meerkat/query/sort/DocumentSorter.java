package dev.meerkat.query.sort;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Spills;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts documents, or keeps the first of them where a limit is given. Those that sort alike stay in
 * the order in which they came. What it holds can be spilled at any time. Threads: confined to one
 * operation.
 */
public final class DocumentSorter implements AutoCloseable {
  private final Comparator<SortKey> keys;
  private final Comparator<SortedRow> order;
  private final long limit;
  private final List<SortedRow> rows = new ArrayList<>();
  private final PriorityQueue<SortedRow> lastFirst;
  private @Nullable SortedRuns runs;
  private @Nullable SortedRow current;
  private long memoryBytes;
  private long arrivals;
  private long answered;

  /**
   * @param limit documents kept, 0 for all
   */
  public DocumentSorter(Comparator<SortKey> keys, long limit) {
    this.keys = keys;
    this.limit = limit;
    this.order =
        (a, b) -> {
          int comparison = keys.compare(a.key(), b.key());
          return comparison != 0 ? comparison : Long.compare(a.arrival(), b.arrival());
        };
    this.lastFirst = new PriorityQueue<>(order.reversed());
  }

  /** Whether a document of this key, which comes after all others, can be among the first. */
  public boolean takes(SortKey key) {
    SortKey last = last();
    return last == null || keys.compare(key, last) < 0;
  }

  /**
   * What a document that comes after all others must be sorted before to be among the first; null
   * where each can be.
   */
  public @Nullable SortKey last() {
    return limit == 0 || lastFirst.size() < limit ? null : lastFirst.element().key();
  }

  /** Adds a document that it {@linkplain #takes takes}; the views are kept. */
  public void add(SortKey key, DocumentView document, DocumentView indexKey, long recordId) {
    SortedRow row = new SortedRow(key, arrivals++, document, indexKey, recordId);
    memoryBytes += row.memoryBytes();
    if (limit == 0) {
      rows.add(row);
      return;
    }
    if (lastFirst.size() >= limit) {
      memoryBytes -= lastFirst.remove().memoryBytes();
    }
    lastFirst.add(row);
  }

  /** Bytes of memory held, roughly. */
  public long memoryBytes() {
    return memoryBytes;
  }

  /**
   * Writes all that it holds out of memory.
   *
   * @param interruptCheck called now and then; throws where there is to be an end
   */
  public void spill(Spills place, Runnable interruptCheck) {
    SortedRuns begun = runs;
    if (begun == null) {
      begun = new SortedRuns(keys, place);
      runs = begun;
    }
    spill(begun, interruptCheck);
  }

  private void spill(SortedRuns to, Runnable interruptCheck) {
    sortRows();
    to.add(rows, interruptCheck);
    rows.clear();
    memoryBytes = 0;
  }

  /**
   * Ends the adding; {@link #advance()} goes over the documents in order.
   *
   * @param interruptCheck called now and then; throws where there is to be an end
   */
  public void sort(Runnable interruptCheck) {
    SortedRuns begun = runs;
    if (begun != null) {
      spill(begun, interruptCheck);
      begun.beginReading();
    } else {
      sortRows();
    }
  }

  private void sortRows() {
    rows.addAll(lastFirst);
    lastFirst.clear();
    rows.sort(order);
  }

  public boolean advance() {
    if (limit > 0 && answered >= limit) {
      current = null;
      return false;
    }
    if (runs != null) {
      current = runs.advance() ? runs.row() : null;
    } else {
      current = answered < rows.size() ? rows.get((int) answered) : null;
    }
    answered++;
    return current != null;
  }

  /** The row at hand, valid until the next {@link #advance()}. */
  public SortedRow row() {
    if (current == null) {
      throw new IllegalStateException("no row");
    }
    return current;
  }

  @Override
  public void close() {
    if (runs != null) {
      runs.close();
    }
  }
}

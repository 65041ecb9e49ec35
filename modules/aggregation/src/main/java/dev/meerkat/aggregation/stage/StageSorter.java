package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.DocumentSorter;
import dev.meerkat.query.sort.SortKey;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.StageContext;
import java.util.Comparator;
import java.util.function.Function;

/**
 * Sorts the documents of an input for a stage, in as much memory as the stage may take: a cursor
 * over the sorted documents. Threads: confined to one operation.
 */
final class StageSorter implements Cursor {
  private final DocumentSorter sorter;
  private final StageMemory memory;
  private final Runnable interruptCheck;
  private long count;

  private StageSorter(String stage, Comparator<SortKey> order, long limit, StageContext context) {
    this.sorter = new DocumentSorter(order, limit);
    this.memory = new StageMemory(stage, context);
    this.interruptCheck = context.operation()::checkInterrupted;
  }

  /**
   * Reads all of an input; where that fails, nothing stays open.
   *
   * @param keys tells what a document is sorted by
   * @param stage the wire name of the stage whose memory it is
   * @param limit documents kept, 0 for all
   */
  static StageSorter of(
      Cursor input,
      Function<DocumentView, SortKey> keys,
      String stage,
      Comparator<SortKey> order,
      long limit,
      StageContext context) {
    StageSorter sorted = new StageSorter(stage, order, limit, context);
    try {
      while (input.advance()) {
        sorted.add(keys.apply(input.current()), input.current());
        sorted.interruptCheck.run();
      }
      sorted.sorter.sort(sorted.interruptCheck);
    } catch (RuntimeException e) {
      sorted.close();
      throw e;
    }
    return sorted;
  }

  /** Adds a document, which is kept if it can be among the first. */
  private void add(SortKey key, DocumentView document) {
    count++;
    if (!sorter.takes(key)) {
      return;
    }
    long before = sorter.memoryBytes();
    sorter.add(key, document.retain(), DocumentView.EMPTY, 0);
    memory.add(sorter.memoryBytes() - before);
    if (memory.isFull()) {
      memory.add(-sorter.memoryBytes());
      sorter.spill(memory.spilling(), interruptCheck);
    }
  }

  @Override
  public boolean advance() {
    return sorter.advance();
  }

  @Override
  public DocumentView current() {
    return sorter.row().document();
  }

  /** How many documents the input had. */
  long count() {
    return count;
  }

  /** What the document at hand was sorted by, valid as long as it. */
  SortKey key() {
    return sorter.row().key();
  }

  @Override
  public void close() {
    sorter.close();
  }
}

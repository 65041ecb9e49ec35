package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.DocumentSorter;
import dev.meerkat.query.sort.SortKey;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.StageContext;
import java.util.Comparator;

/**
 * Sorts documents for a stage, in as much memory as the stage may take. It is a cursor over the
 * sorted documents once {@link #sort()} was called. Threads: confined to one operation.
 */
final class StageSorter implements Cursor {
  private final DocumentSorter sorter;
  private final StageMemory memory;

  /**
   * @param stage the wire name of the stage whose memory it is
   * @param limit documents kept, 0 for all
   */
  StageSorter(String stage, Comparator<SortKey> order, long limit, StageContext context) {
    this.sorter = new DocumentSorter(order, limit);
    this.memory = new StageMemory(stage, context);
  }

  /** Adds a document, which is kept if it can be among the first. */
  void add(SortKey key, DocumentView document) {
    if (!sorter.takes(key)) {
      return;
    }
    long before = sorter.memoryBytes();
    sorter.add(key, document.retain(), DocumentView.EMPTY, 0);
    memory.add(sorter.memoryBytes() - before);
    if (memory.isFull()) {
      memory.add(-sorter.memoryBytes());
      sorter.spill(memory.spilling());
    }
  }

  void sort() {
    sorter.sort();
  }

  @Override
  public boolean advance() {
    return sorter.advance();
  }

  @Override
  public DocumentView current() {
    return sorter.row().document();
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

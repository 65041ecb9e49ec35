package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Merges scans that are each in order, each record once. */
final class SortMergeNode extends UnitingNode {
  /** They stay over a save: a scan remembers the key at hand. */
  private final PriorityQueue<ScanInput> heads =
      new PriorityQueue<>((a, b) -> a.scan().compareMergeKey(b.scan()));

  private final List<ScanInput> toAdvance;
  private final RecordIdSet seen = new RecordIdSet();
  private @Nullable ScanInput last;

  SortMergeNode(Plan.SortMerge plan, List<PlanNode> inputs) {
    super(plan, inputs);
    this.toAdvance = ScanInput.of(inputs);
  }

  @Override
  public Work work() {
    if (last != null) {
      toAdvance.add(last);
      last = null;
    }
    while (!toAdvance.isEmpty()) {
      ScanInput scan = toAdvance.getLast();
      switch (scan.work()) {
        case NEED_TIME -> {
          return counters.needTime();
        }
        case DONE -> toAdvance.removeLast();
        case ADVANCED -> {
          toAdvance.removeLast();
          heads.add(scan);
        }
      }
    }
    last = heads.poll();
    if (last == null) {
      return counters.done();
    }
    if (!seen.add(last.scan().recordId())) {
      counters.duplicates++;
      return counters.needTime();
    }
    return counters.advanced();
  }

  @Override
  public long recordId() {
    return last().recordId();
  }

  @Override
  public DocumentView indexKey() {
    return last().indexKey();
  }

  private IndexScanNode last() {
    if (last == null) {
      throw new IllegalStateException("no record");
    }
    return last.scan();
  }

  /** Nothing is known of a document where nothing is asked of it. */
  @Override
  public DocumentView document() {
    return DocumentView.EMPTY;
  }

  @Override
  public DocumentView keyDocument(KeyDocument shape) {
    return last().keyDocument(shape);
  }
}

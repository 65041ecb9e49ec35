package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Merges scans that are each in order, each record once. */
final class SortMergeNode implements UnitingNode {
  private final Plan.SortMerge plan;
  private final List<PlanNode> inputs;

  /** They stay over a save: a scan remembers the key at hand. */
  private final PriorityQueue<ScanInput> heads =
      new PriorityQueue<>((a, b) -> a.scan().compareMergeKey(b.scan()));

  private final List<ScanInput> toAdvance;
  private final RecordIdSet seen = new RecordIdSet();
  private final NodeCounters counters = new NodeCounters();
  private @Nullable ScanInput last;

  SortMergeNode(Plan.SortMerge plan, List<PlanNode> inputs) {
    this.plan = plan;
    this.inputs = inputs;
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

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public NodeCounters counters() {
    return counters;
  }

  @Override
  public List<PlanNode> inputs() {
    return Collections.unmodifiableList(inputs);
  }
}

package dev.meerkat.engine.plan;

import dev.meerkat.query.sort.SortKey;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.StorageReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts all documents of its input, or keeps the first of them where a limit follows. Documents
 * that sort alike stay in the order in which they came. Sorted documents are kept in memory; past
 * 100 MB a query that may not use disk ends with 292. Threads: confined to one operation.
 */
final class SortNode implements PlanNode {
  static final long MEMORY_LIMIT_BYTES = 100L * 1024 * 1024;

  private final Plan.Sort plan;
  private final PlanNode input;
  private final boolean returnKey;
  private final EvaluationScope scope;
  private final Comparator<Row> comparator;
  private final NodeCounters counters = new NodeCounters();
  private final PriorityQueue<Row> first;
  private final List<Row> rows = new ArrayList<>();
  private boolean isSorted;
  private int next;
  private long arrivals;
  private long memoryBytes;
  private @Nullable Row current;

  private record Row(
      SortKey key, long arrival, long recordId, DocumentView document, DocumentView indexKey) {
    long memoryBytes() {
      return key.memoryBytes() + document.length() + indexKey.length() + 64;
    }
  }

  /**
   * @param returnKey whether index keys are wanted in the documents' place
   */
  SortNode(Plan.Sort plan, PlanNode input, boolean returnKey, EvaluationScope scope) {
    this.returnKey = returnKey;
    this.plan = plan;
    this.input = input;
    this.scope = scope;
    Comparator<SortKey> keys = plan.pattern().keyComparator();
    this.comparator =
        (a, b) -> {
          int comparison = keys.compare(a.key, b.key);
          return comparison != 0 ? comparison : Long.compare(a.arrival, b.arrival);
        };
    this.first = new PriorityQueue<>(comparator.reversed());
  }

  @Override
  public Work work() {
    if (isSorted) {
      return answer();
    }
    return switch (input.work()) {
      case NEED_TIME -> counters.needTime();
      case ADVANCED -> {
        take();
        yield counters.needTime();
      }
      case DONE -> {
        rows.addAll(first);
        first.clear();
        rows.sort(comparator);
        isSorted = true;
        yield counters.needTime();
      }
    };
  }

  private Work answer() {
    if (next == rows.size()) {
      current = null;
      return counters.done();
    }
    current = rows.get(next);
    next++;
    return counters.advanced();
  }

  private void take() {
    SortKey key = plan.pattern().key(input.document(), scope);
    if (plan.limit() == 0) {
      Row row = row(key);
      rows.add(row);
      count(row.memoryBytes());
      return;
    }
    if (first.size() >= plan.limit()) {
      Row last = first.element();
      if (plan.pattern().keyComparator().compare(key, last.key) >= 0) {
        return;
      }
      memoryBytes -= first.remove().memoryBytes();
    }
    Row row = row(key);
    first.add(row);
    count(row.memoryBytes());
  }

  private Row row(SortKey key) {
    return new Row(
        key,
        arrivals++,
        input.recordId(),
        returnKey ? DocumentView.EMPTY : input.document().retain(),
        returnKey ? input.indexKey().retain() : DocumentView.EMPTY);
  }

  private void count(long bytes) {
    memoryBytes += bytes;
    counters.dataSizeBytes += bytes;
    if (memoryBytes > MEMORY_LIMIT_BYTES && !plan.allowDiskUse()) {
      throw new ServerException(
          ErrorCode.QUERY_EXCEEDED_MEMORY_LIMIT,
          "Executor error during find command :: caused by :: Sort exceeded memory limit of "
              + MEMORY_LIMIT_BYTES
              + " bytes, but did not opt in to external sorting.");
    }
  }

  private Row row() {
    if (current == null) {
      throw new IllegalStateException("no record");
    }
    return current;
  }

  @Override
  public long recordId() {
    return row().recordId;
  }

  @Override
  public DocumentView document() {
    return row().document;
  }

  @Override
  public DocumentView indexKey() {
    return row().indexKey;
  }

  @Override
  public void save() {
    counters.saves++;
    input.save();
  }

  @Override
  public void restore(StorageReader reader) {
    counters.restores++;
    input.restore(reader);
  }

  @Override
  public Plan.Sort plan() {
    return plan;
  }

  @Override
  public NodeCounters counters() {
    return counters;
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public void close() {
    input.close();
  }
}

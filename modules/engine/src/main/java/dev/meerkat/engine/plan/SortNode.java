package dev.meerkat.engine.plan;

import dev.meerkat.query.sort.DocumentSorter;
import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortKeyReader;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Spills;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.StorageReader;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sorts all documents of its input, or keeps the first of them where a limit follows. Documents
 * that sort alike stay in the order in which they came. Sorted documents are kept in memory; past
 * the memory of a sort they are spilled, and a query that may not use disk ends with 292. Threads:
 * confined to one operation.
 */
final class SortNode implements PlanNode {
  /** The stage whose memory it is, by its wire name. */
  static final String STAGE = "$sort";

  private final Plan.Sort plan;
  private final PlanNode input;
  private final boolean returnKey;
  private final EvaluationScope scope;
  private final NodeCounters counters = new NodeCounters();
  private final DocumentSorter sorter;
  private final SortKeyReader keys;
  private final long limitBytes;
  private final @Nullable KeyDocument asked;
  private boolean isSorted;

  /**
   * @param returnKey whether index keys are wanted in the documents' place
   */
  SortNode(Plan.Sort plan, PlanNode input, boolean returnKey, EvaluationScope scope) {
    this.returnKey = returnKey;
    this.plan = plan;
    this.input = input;
    this.scope = scope;
    KeyFields fields = plan.keys();
    this.asked =
        fields == null
            ? null
            : new KeyDocument(fields, Objects.requireNonNull(AccessPlans.paths(plan.pattern())));
    this.limitBytes = scope.spills().memoryLimitBytes(STAGE);
    this.keys = plan.pattern().reader();
    this.sorter = new DocumentSorter(plan.pattern().keyComparator(), plan.limit());
  }

  @Override
  public Work work() {
    if (isSorted) {
      return sorter.advance() ? counters.advanced() : counters.done();
    }
    return switch (input.work()) {
      case NEED_TIME -> counters.needTime();
      case ADVANCED -> {
        take();
        yield counters.needTime();
      }
      case DONE -> {
        sorter.sort(scope::checkInterrupted);
        isSorted = true;
        yield counters.needTime();
      }
    };
  }

  private void take() {
    DocumentView document = asked == null ? input.document() : input.keyDocument(asked);
    keys.read(document, scope);
    SortKey last = sorter.last();
    if (last != null && !keys.isBefore(last)) {
      return;
    }
    long before = sorter.memoryBytes();
    sorter.add(
        keys.key(),
        returnKey || asked != null ? DocumentView.EMPTY : document.retain(),
        returnKey ? input.indexKey().retain() : DocumentView.EMPTY,
        input.recordId());
    counters.dataSizeBytes += Math.max(0, sorter.memoryBytes() - before);
    checkMemory();
  }

  private void checkMemory() {
    if (sorter.memoryBytes() <= limitBytes) {
      return;
    }
    if (!plan.allowDiskUse()) {
      throw new ServerException(
          ErrorCode.QUERY_EXCEEDED_MEMORY_LIMIT,
          "Executor error during find command :: caused by :: Sort exceeded memory limit of "
              + limitBytes
              + " bytes, but did not opt in to external sorting.");
    }
    Spills spills = scope.spills();
    if (spills.isPossible()) {
      sorter.spill(spills, scope::checkInterrupted);
      counters.spills++;
    }
  }

  @Override
  public long recordId() {
    return sorter.row().recordId();
  }

  @Override
  public DocumentView document() {
    return sorter.row().document();
  }

  @Override
  public DocumentView indexKey() {
    return sorter.row().indexKey();
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
    sorter.close();
    input.close();
  }
}

package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowPartition;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the partitions of {@code $setWindowFields}, one document at a time. Threads:
 * confined to one operation.
 */
final class WindowCursor extends StageCursor {
  private final WindowFieldsStage stage;
  private final WindowPartitions partitions;
  private final StageContext context;
  private final DocumentBuilder out = new DocumentBuilder(256);
  private WindowFunction.Run[] runs = {};
  private int next;
  private @Nullable DocumentList documents;

  WindowCursor(WindowFieldsStage stage, WindowPartitions partitions, StageContext context) {
    this.stage = stage;
    this.partitions = partitions;
    this.context = context;
  }

  @Override
  protected @Nullable DocumentView next() {
    context.operation().checkInterrupted();
    DocumentList partition = documents;
    if (partition == null || next == partition.size()) {
      partition = beginPartition();
      if (partition == null) {
        return null;
      }
    }
    long bytes = 0;
    for (int i = 0; i < runs.length; i++) {
      context.scope().bind(stage.slots().get(i), runs[i].value(next));
      bytes += runs[i].memoryBytes();
    }
    partitions.hold(bytes, partition);
    out.clear();
    DocumentView document = partition.get(next);
    stage.projection().apply(document, context.scope(), out);
    next++;
    return Documents.checked(out.toView()).withMetadata(document.metadata());
  }

  private @Nullable DocumentList beginPartition() {
    runs = new WindowFunction.Run[0];
    if (documents != null) {
      documents.close();
    }
    DocumentList begun = partitions.next();
    documents = begun;
    next = 0;
    if (begun == null) {
      return null;
    }
    Partition partition = new Partition(begun, stage, context.scope());
    runs = new WindowFunction.Run[stage.outputs().size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = stage.outputs().get(i).open(partition, context.scope());
    }
    return begun;
  }

  @Override
  public void close() {
    runs = new WindowFunction.Run[0];
    if (documents != null) {
      documents.close();
    }
    partitions.close();
  }

  /** Threads: confined to one operation. */
  private static final class Partition implements WindowPartition {
    private final DocumentList documents;
    private final @Nullable SortPattern sort;
    private final EvaluationScope scope;

    Partition(DocumentList documents, WindowFieldsStage stage, EvaluationScope scope) {
      this.documents = documents;
      this.sort = stage.sort();
      this.scope = scope;
    }

    @Override
    public int size() {
      return documents.size();
    }

    @Override
    public DocumentView document(int index) {
      return documents.get(index);
    }

    @Override
    public boolean ties(int first, int second) {
      return sort == null
          || sort.keyComparator()
                  .compare(
                      sort.key(documents.get(first), scope), sort.key(documents.get(second), scope))
              == 0;
    }
  }
}

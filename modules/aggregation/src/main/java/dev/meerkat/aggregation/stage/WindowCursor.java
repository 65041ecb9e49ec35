package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.SortKey;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowPartition;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the partitions of {@code $setWindowFields}, one document at a time. Threads:
 * confined to one operation.
 */
final class WindowCursor implements Cursor {
  private final WindowFieldsStage stage;
  private final List<WindowEntry> entries;
  private final MemoryLimit memory;
  private final StageContext context;
  private final DocumentBuilder out = new DocumentBuilder(256);
  private WindowFunction.Run[] runs = {};
  private long runBytes;
  private int begin;
  private int end;
  private int next;
  private @Nullable DocumentView current;

  /**
   * @param entries all documents, partition by partition, each in its order
   */
  WindowCursor(
      WindowFieldsStage stage,
      List<WindowEntry> entries,
      MemoryLimit memory,
      StageContext context) {
    this.stage = stage;
    this.entries = entries;
    this.memory = memory;
    this.context = context;
  }

  @Override
  public boolean advance() {
    if (next >= entries.size()) {
      current = null;
      return false;
    }
    context.operation().checkInterrupted();
    if (next == end) {
      beginPartition();
    }
    long bytes = 0;
    for (int i = 0; i < runs.length; i++) {
      context.scope().bind(stage.slots().get(i), runs[i].value(next - begin));
      bytes += runs[i].memoryBytes();
    }
    memory.add(bytes - runBytes);
    runBytes = bytes;
    out.clear();
    stage.projection().apply(entries.get(next).document(), context.scope(), out);
    current = Documents.checked(out.toView()).withMetadata(entries.get(next).document().metadata());
    next++;
    return true;
  }

  private void beginPartition() {
    begin = next;
    end = next + 1;
    while (end < entries.size()
        && stage.order().compare(entries.get(begin).partition(), entries.get(end).partition())
            == 0) {
      end++;
    }
    Partition partition = new Partition(entries.subList(begin, end), stage);
    runs = new WindowFunction.Run[stage.outputs().size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = stage.outputs().get(i).open(partition, context.scope());
    }
  }

  @Override
  public DocumentView current() {
    if (current == null) {
      throw new IllegalStateException("no document");
    }
    return current;
  }

  @Override
  public void close() {
    next = entries.size();
    runs = new WindowFunction.Run[0];
  }

  /** Threads: confined to one operation. */
  private static final class Partition implements WindowPartition {
    private final List<WindowEntry> entries;
    private final @Nullable Comparator<SortKey> keys;

    Partition(List<WindowEntry> entries, WindowFieldsStage stage) {
      this.entries = entries;
      this.keys = stage.sort() == null ? null : stage.sort().keyComparator();
    }

    @Override
    public int size() {
      return entries.size();
    }

    @Override
    public DocumentView document(int index) {
      return entries.get(index).document();
    }

    @Override
    public boolean ties(int first, int second) {
      SortKey a = entries.get(first).key();
      SortKey b = entries.get(second).key();
      return keys == null || a == null || b == null || keys.compare(a, b) == 0;
    }
  }
}

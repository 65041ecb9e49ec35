package dev.meerkat.aggregation;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.SpilledRun;
import dev.meerkat.spi.Spills;
import java.util.ArrayList;
import java.util.List;

/** Spills into lists, and counts them. Threads: confined to one test. */
final class MemorySpills implements Spills {
  private final long limitBytes;
  private int begun;
  private int open;

  MemorySpills(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  int begun() {
    return begun;
  }

  int open() {
    return open;
  }

  @Override
  public long memoryLimitBytes(String stage) {
    return limitBytes;
  }

  @Override
  public boolean isPossible() {
    return true;
  }

  @Override
  public SpilledRun begin() {
    begun++;
    open++;
    return new Run();
  }

  private final class Run implements SpilledRun {
    private final List<DocumentView> documents = new ArrayList<>();
    private final List<DocumentView> sides = new ArrayList<>();
    private boolean isClosed;

    @Override
    public long add(DocumentView document, DocumentView side) {
      documents.add(DocumentView.of(document.toBytes().clone()));
      sides.add(DocumentView.of(side.toBytes().clone()));
      return documents.size() - 1L;
    }

    @Override
    public Reader read(long position) {
      return new RunReader(this, (int) position);
    }

    @Override
    public void close() {
      if (!isClosed) {
        isClosed = true;
        open--;
      }
    }
  }

  private static final class RunReader implements SpilledRun.Reader {
    private final Run run;
    private int next;

    RunReader(Run run, int next) {
      this.run = run;
      this.next = next;
    }

    @Override
    public boolean advance() {
      return next++ < run.documents.size();
    }

    @Override
    public DocumentView document() {
      return run.documents.get(next - 1);
    }

    @Override
    public DocumentView side() {
      return run.sides.get(next - 1);
    }
  }
}

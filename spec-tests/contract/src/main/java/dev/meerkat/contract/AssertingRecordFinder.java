package dev.meerkat.contract;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.RecordFinder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A finder of records that counts what was asked for. Threads: checked. */
final class AssertingRecordFinder implements RecordFinder {
  private final RecordFinder real;
  private final ReaderUse use;
  private int left;
  private boolean closed;

  AssertingRecordFinder(RecordFinder real, ReaderUse use) {
    this.real = real;
    this.use = use;
    use.opened(this);
  }

  @Override
  public void ask(long[] recordIds, int count) {
    check();
    long[] lent = Arrays.copyOf(recordIds, recordIds.length);
    real.ask(lent, count);
    // The array is the caller's: who keeps it meets other numbers there.
    Arrays.fill(lent, Long.MIN_VALUE);
    left = count;
  }

  @Override
  public @Nullable DocumentView next() {
    check();
    if (left == 0) {
      throw new AssertionError("a record that was not asked for");
    }
    left--;
    return real.next();
  }

  private void check() {
    use.check();
    if (closed) {
      throw new AssertionError("the finder is closed");
    }
  }

  @Override
  public void close() {
    use.checkThread();
    if (!closed) {
      closed = true;
      use.closed(this);
    }
    real.close();
  }
}

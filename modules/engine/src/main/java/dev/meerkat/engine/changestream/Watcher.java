package dev.meerkat.engine.changestream;

import dev.meerkat.spi.DocumentView;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A stream that waits. Threads: guarded by the lock of its {@link StreamWatch}, save for its news,
 * which it may look at itself.
 */
final class Watcher {
  private final StreamScope scope;
  private final byte[] prefix;
  private final Thread thread = Thread.currentThread();
  private final long after;
  private boolean marked;
  private volatile @Nullable News news;

  /**
   * What a stream that has waited may know.
   *
   * @param from bits of the time up to which nothing concerns the stream
   * @param to bits of the time up to which the entries reach
   * @param entries all after {@code from}, up to {@code to}, that may concern the stream
   */
  record News(long from, long to, List<DocumentView> entries) {}

  /**
   * @param after bits of the time up to which the stream knows everything
   */
  Watcher(StreamScope scope, long after) {
    this.scope = scope;
    this.prefix = scope.prefix();
    this.after = after;
  }

  StreamScope scope() {
    return scope;
  }

  long after() {
    return after;
  }

  boolean isMarked() {
    return marked;
  }

  /** Marks it where an entry of the oplog may concern it. */
  boolean mark(DocumentView entry, long time) {
    boolean concerned = Long.compareUnsigned(time, after) > 0 && scope.mayHold(entry, prefix);
    marked |= concerned;
    return concerned;
  }

  /** What it knows, or null while it waits. */
  @Nullable News news() {
    return news;
  }

  void tell(News told) {
    news = told;
    LockSupport.unpark(thread);
  }
}

package dev.meerkat.engine;

import dev.meerkat.spi.storage.StorageException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What goes on beside the clients: buffered commits are synced, idle cursors and sessions ended,
 * logs of the store shortened. Threads: two platform threads of its own.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Housekeeping.class.getName());
  private static final long TIDY_MILLIS = 1_000;
  private static final long CHECKPOINT_MILLIS = 60_000;

  private final Engine engine;
  private @Nullable ScheduledExecutorService threads;

  Housekeeping(Engine engine) {
    this.engine = engine;
  }

  void start() {
    ScheduledExecutorService pool =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("meerkat-housekeeping-", 0).factory());
    long syncMillis = Math.max(1, engine.options().syncInterval().toMillis());
    repeat(pool, syncMillis, engine.turns()::syncIfNeeded);
    repeat(pool, TIDY_MILLIS, engine.cursors()::closeIdle);
    repeat(pool, TIDY_MILLIS, engine.sessions()::endIdle);
    repeat(pool, TIDY_MILLIS, new TimeToLive(engine)::run);
    repeat(pool, TIDY_MILLIS, engine.transactionWatch()::run);
    repeat(pool, TIDY_MILLIS, engine.snapshotReads()::tidy);
    repeat(pool, TIDY_MILLIS, engine::removeUnneeded);
    repeat(pool, CHECKPOINT_MILLIS, this::checkpoint);
    threads = pool;
  }

  /** The files stay as they are while somebody copies them. */
  private void checkpoint() {
    if (!engine.turns().lock().isLocked()) {
      engine.storage().checkpoint();
    }
  }

  private static void repeat(ScheduledExecutorService pool, long millis, Runnable task) {
    var _ = pool.scheduleWithFixedDelay(() -> guarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (StorageException.Closed _) {
      // The engine is being closed; the task has nothing left to do.
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "housekeeping failed", e);
    }
  }

  @Override
  public void close() {
    ScheduledExecutorService pool = threads;
    if (pool == null) {
      return;
    }
    pool.shutdown();
    try {
      var _ = pool.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.meerkat.engine;

import dev.meerkat.spi.storage.StorageException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What goes on beside the clients: buffered commits are synced, idle cursors and sessions ended,
 * logs of the store shortened. Threads: two platform threads of its own.
 */
final class Housekeeping implements AutoCloseable {
  private static final long TIDY_MILLIS = 1_000;
  private static final long CHECKPOINT_MILLIS = 60_000;

  private final List<Chore> chores;
  private @Nullable ScheduledExecutorService threads;

  /** What is done again and again, so many milliseconds after it was done. */
  private record Chore(long everyMillis, Runnable task) {}

  Housekeeping(Engine engine) {
    TimeToLive timeToLive = new TimeToLive(engine);
    OplogTruncation truncation = new OplogTruncation(engine);
    long syncMillis = Math.max(1, engine.options().syncInterval().toMillis());
    this.chores =
        List.of(
            new Chore(syncMillis, () -> engine.turns().syncIfNeeded()),
            new Chore(TIDY_MILLIS, () -> engine.cursors().closeIdle()),
            new Chore(TIDY_MILLIS, () -> engine.sessions().endIdle()),
            new Chore(TIDY_MILLIS, () -> engine.sessionRecords().refreshIfDue()),
            new Chore(TIDY_MILLIS, timeToLive::run),
            new Chore(TIDY_MILLIS, truncation::run),
            new Chore(TIDY_MILLIS, () -> engine.transactionWatch().run()),
            new Chore(TIDY_MILLIS, () -> engine.snapshotReads().tidy()),
            new Chore(TIDY_MILLIS, engine::removeUnneeded),
            new Chore(CHECKPOINT_MILLIS, () -> checkpoint(engine)),
            new Chore(CHECKPOINT_MILLIS, () -> engine.autoCompact().run()));
  }

  void start() {
    ScheduledExecutorService pool =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("meerkat-housekeeping")::unstarted);
    chores.forEach(chore -> repeat(pool, chore.everyMillis(), chore.task()));
    threads = pool;
  }

  /** Adds what is done each second as well. */
  void add(Runnable task) {
    repeat(Objects.requireNonNull(threads, "housekeeping has not begun"), TIDY_MILLIS, task);
  }

  /** Does everything once, on the caller's thread. */
  void runOnce() {
    chores.forEach(chore -> chore.task().run());
  }

  /** The files stay as they are while somebody copies them. */
  private static void checkpoint(Engine engine) {
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
      System.getLogger(Housekeeping.class.getName()).log(Level.ERROR, "housekeeping failed", e);
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

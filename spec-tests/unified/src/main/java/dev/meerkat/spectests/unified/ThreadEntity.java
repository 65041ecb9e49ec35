package dev.meerkat.spectests.unified;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A thread that runs operations one after the other. Threads: safe; guarded by this. */
public final class ThreadEntity implements AutoCloseable {
  private static final long LIMIT_SECONDS = 10;

  private final String id;
  private final ExecutorService executor;
  private final List<Future<?>> running = new ArrayList<>();

  ThreadEntity(String id) {
    this.id = id;
    executor =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("spec-test-" + id).factory());
  }

  /** Runs it after what was given before. */
  public synchronized void run(Runnable operation) {
    running.add(executor.submit(operation));
  }

  /** Waits until all has run; what failed there fails here. */
  public synchronized void await() throws InterruptedException {
    executor.shutdown();
    for (Future<?> operation : running) {
      try {
        operation.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new TestFailure("on thread " + id + ": " + e.getCause());
      } catch (TimeoutException e) {
        throw new TestFailure("thread " + id + " runs after " + LIMIT_SECONDS + " s");
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

package dev.meerkat.engine.catalog;

import dev.meerkat.spi.storage.ForwardingStorage;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store on which one command stops where it opens a snapshot: a build that reads its second slice
 * of documents. Threads: safe.
 */
final class PausedBuild implements ForwardingStorage {
  private static final int SNAPSHOTS = 2;
  private static final int PATIENCE_SECONDS = 60;

  private final Storage inner;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch resumed = new CountDownLatch(1);
  private volatile @Nullable Thread builder;
  private int snapshots;

  PausedBuild(Storage inner) {
    this.inner = inner;
  }

  @Override
  public Storage inner() {
    return inner;
  }

  @Override
  public Snapshot openSnapshot() {
    if (Thread.currentThread() == builder && ++snapshots == SNAPSHOTS) {
      reached.countDown();
      try {
        if (!resumed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError("nobody has resumed the build");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return inner.openSnapshot();
  }

  /** Begins a command, and returns when it has stopped; the answer is that of the command. */
  <T> CompletableFuture<T> start(Supplier<T> command) throws InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  try {
                    answer.complete(command.get());
                  } catch (Throwable e) {
                    answer.completeExceptionally(e);
                  }
                });
    builder = thread;
    thread.start();
    if (!reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the build has not come so far: " + answer);
    }
    return answer;
  }

  void resume() {
    resumed.countDown();
  }

  /** What a command answers that goes on. */
  static <T> T answer(CompletableFuture<T> command)
      throws InterruptedException, ExecutionException, TimeoutException {
    return command.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}

package dev.meerkat.contract.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.WriterTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Occupies a writer's turn with a member that waits, so that the members added meanwhile form one
 * batch in the order of their adding. Threads: confined to one thread.
 */
final class WriterQueue implements AutoCloseable {
  private final WriterTurn turn;
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final Future<?> first;

  WriterQueue(WriterTurn turn) throws InterruptedException {
    this.turn = turn;
    this.first =
        start(
            Durability.BUFFERED,
            _ -> {
              entered.countDown();
              awaitUninterruptibly(gate);
              return true;
            });
    entered.await();
  }

  /** Adds a member and waits until it stands in the queue. */
  <T> Future<T> add(Durability durability, WriterTurn.Work<T> work) throws InterruptedException {
    Future<T> future = start(durability, work);
    while (threads.getLast().getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    return future;
  }

  /** The thread of the last member added. */
  Thread lastThread() {
    return threads.getLast();
  }

  /** Lets the waiting member go, and all others after it. */
  void release() {
    gate.countDown();
  }

  private <T> Future<T> start(Durability durability, WriterTurn.Work<T> work) {
    FutureTask<T> task = new FutureTask<>(() -> turn.write(durability, work));
    Thread thread = new Thread(task, "member-" + threads.size());
    threads.add(thread);
    thread.start();
    return task;
  }

  static void assertFails(Class<? extends Throwable> kind, Future<?> future) {
    assertInstanceOf(kind, failure(future));
  }

  static @Nullable Throwable failure(Future<?> future) {
    return assertThrows(ExecutionException.class, future::get).getCause();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    release();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts a test", e);
      }
    }
    assertEquals(Future.State.SUCCESS, first.state());
  }
}

package dev.meerkat.contract.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.spi.storage.WriterTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Tasks that are left to one thread: they share commits, and none is forgotten or starves. */
public abstract class LeftTasksContract extends TurnContract {
  private static final long PATIENCE_SECONDS = 60;
  private final List<Long> sums = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<Thread> runners = new CopyOnWriteArrayList<>();

  private void assumeTasksAreTaken() {
    assumeTrue(isDurable(), "a storage that keeps nothing durable takes no tasks");
  }

  private long add(WriteTransaction transaction) {
    return add(transaction, 1);
  }

  /** A task that adds one, and notes what came of that. */
  private Runnable adding(CountDownLatch done) {
    return writing(this::add, done);
  }

  private Runnable writing(WriterTurn.Work<Long> work, CountDownLatch done) {
    return () -> {
      try {
        runners.add(Thread.currentThread());
        sums.add(turn.write(Durability.SYNCED, work));
      } catch (ServerException e) {
        failures.add(e);
      } finally {
        done.countDown();
      }
    };
  }

  private static void await(CountDownLatch done) throws InterruptedException {
    if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionFailedError(done.getCount() + " tasks have been forgotten");
    }
  }

  @Test
  void nothingIsTakenWhereNobodyWrites() {
    assertFalse(turn.isTaken());
    assertFalse(turn.leave(() -> failures.add(new AssertionFailedError("it was refused"))));
    assertTrue(failures.isEmpty());
  }

  @Test
  void nothingIsTakenWhereATurnIsOverBeforeAnotherThreadIsAwake() throws Exception {
    try (WriterQueue queue = new WriterQueue(turn)) {
      boolean taken = turn.leave(() -> {});
      assertEquals(isDurable(), taken);
      queue.release();
    }
  }

  @Test
  void tasksShareOneCommitOnOneThreadInTheOrderOfTheirComing() throws Exception {
    assumeTasksAreTaken();
    int before = faults.begun().size();
    CountDownLatch done = new CountDownLatch(5);
    List<Long> order = new CopyOnWriteArrayList<>();
    try (WriterQueue queue = new WriterQueue(turn)) {
      for (int i = 0; i < 5; i++) {
        int number = i;
        assertTrue(
            turn.leave(
                writing(
                    transaction -> {
                      order.add((long) number);
                      return add(transaction);
                    },
                    done)));
      }
      assertTrue(sums.isEmpty(), "somebody else is writing");
      queue.release();
      await(done);
    }
    assertEquals(before + 2, faults.begun().size(), "one for the first, one for all tasks");
    assertEquals(Durability.SYNCED, faults.begun().getLast());
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L), order);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), sums.stream().sorted().toList());
    assertNotSame(Thread.currentThread(), runners.getFirst());
    assertEquals(1, runners.stream().distinct().count());
    assertEquals(5, counter());
  }

  @Test
  void moreTasksThanStandOnOneStackAreAllDone() throws Exception {
    assumeTasksAreTaken();
    int tasks = 1000;
    CountDownLatch done = new CountDownLatch(tasks);
    try (WriterQueue queue = new WriterQueue(turn)) {
      for (int i = 0; i < tasks; i++) {
        assertTrue(turn.leave(adding(done)));
      }
      queue.release();
      await(done);
    }
    assertEquals(tasks, counter());
    assertEquals(tasks, sums.stream().distinct().count());
  }

  @Test
  void threadsThatWaitShareTheCommitOfTheTasks() throws Exception {
    assumeTasksAreTaken();
    int before = faults.begun().size();
    CountDownLatch done = new CountDownLatch(2);
    try (WriterQueue queue = new WriterQueue(turn)) {
      assertTrue(turn.leave(adding(done)));
      Future<Long> waiting = queue.add(Durability.BUFFERED, this::add);
      assertTrue(turn.leave(adding(done)));
      queue.release();
      await(done);
      assertTrue(waiting.get() > 0);
    }
    assertEquals(3, counter());
    assertTrue(faults.begun().size() <= before + 3, "the waiting thread leads once at most");
  }

  @Test
  void aTaskIsDoneBeforeThoseThatComeAfterItsCommit() throws Exception {
    assumeTasksAreTaken();
    int length = 200;
    List<Integer> ended = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(length);
    class Link implements Runnable {
      private final int number;

      Link(int number) {
        this.number = number;
      }

      @Override
      public void run() {
        long _ = turn.write(Durability.BUFFERED, LeftTasksContract.this::add);
        ended.add(number);
        // The first two share a commit; each of the others comes when the one before is done.
        if (number > 0 && number + 1 < length) {
          assertTrue(turn.leave(new Link(number + 1)));
        }
        done.countDown();
      }
    }
    try (WriterQueue queue = new WriterQueue(turn)) {
      assertTrue(turn.leave(new Link(0)));
      assertTrue(turn.leave(new Link(1)));
      queue.release();
      await(done);
    }
    assertEquals(List.of(1, 0, 2, 3), ended.subList(0, 4));
    assertEquals(length, counter());
  }

  @Test
  void aTaskThatFailsHarmsNobodyAndOneThatDoesNotWriteNeither() throws Exception {
    assumeTasksAreTaken();
    CountDownLatch done = new CountDownLatch(4);
    try (WriterQueue queue = new WriterQueue(turn)) {
      assertTrue(turn.leave(adding(done)));
      assertTrue(turn.leave(done::countDown));
      assertTrue(
          turn.leave(
              writing(
                  transaction -> {
                    long _ = add(transaction);
                    throw refusal;
                  },
                  done)));
      assertTrue(turn.leave(adding(done)));
      queue.release();
      await(done);
    }
    assertEquals(List.of(1L, 2L), sums.stream().sorted().toList());
    assertEquals(1, failures.size());
    assertSame(refusal, failures.getFirst());
    assertEquals(2, counter());
  }

  @Test
  void aTaskMayWriteMoreThanOnce() throws Exception {
    assumeTasksAreTaken();
    CountDownLatch done = new CountDownLatch(3);
    Runnable twice =
        () -> {
          sums.add(turn.write(Durability.BUFFERED, this::add));
          sums.add(turn.write(Durability.BUFFERED, this::add));
          done.countDown();
        };
    try (WriterQueue queue = new WriterQueue(turn)) {
      assertTrue(turn.leave(twice));
      assertTrue(turn.leave(twice));
      assertTrue(turn.leave(twice));
      queue.release();
      await(done);
    }
    assertEquals(6, counter());
    assertEquals(6, sums.stream().distinct().count());
  }

  @Test
  void closingWaitsForTheTasksAndTakesNoMore() throws Exception {
    assumeTasksAreTaken();
    CountDownLatch done = new CountDownLatch(3);
    try (WriterQueue queue = new WriterQueue(turn)) {
      for (int i = 0; i < 3; i++) {
        assertTrue(turn.leave(adding(done)));
      }
      Thread closing = Thread.ofPlatform().start(turn::close);
      while (closing.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
      assertFalse(turn.leave(() -> {}));
      assertEquals(3, done.getCount());
      queue.release();
      closing.join();
      assertEquals(0, done.getCount());
    }
    assertEquals(3, counter());
    long sum = turn.write(Durability.BUFFERED, this::add);
    assertEquals(4, sum, "writing goes on");
  }

  @Test
  void manyThreadsThatLeaveAndWriteLoseNothing() throws Exception {
    int threads = 16;
    int each = 300;
    AtomicLong expected = new AtomicLong();
    AtomicInteger left = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(threads * each);
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int seed = i;
      writers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < each; n++) {
                      boolean fails = (n + seed) % 7 == 3;
                      Runnable task =
                          fails
                              ? writing(
                                  transaction -> {
                                    long _ = add(transaction);
                                    throw refusal;
                                  },
                                  done)
                              : adding(done);
                      expected.addAndGet(fails ? 0 : 1);
                      if (n % 3 != seed % 3 && turn.leave(task)) {
                        left.incrementAndGet();
                      } else {
                        task.run();
                      }
                    }
                  }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    await(done);
    assertEquals(expected.get(), counter());
    assertEquals(expected.get(), sums.stream().distinct().count());
    assertEquals((long) threads * each - expected.get(), failures.size());
    assertEquals(isDurable(), left.get() > 0);
  }
}

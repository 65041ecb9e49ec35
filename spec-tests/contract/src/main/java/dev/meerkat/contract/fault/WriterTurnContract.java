package dev.meerkat.contract.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.contract.fault.Faults.Call;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.spi.storage.WriterTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Many threads that share commits: nobody suffers for another, nobody is told a lie. */
public abstract class WriterTurnContract extends TurnContract {
  @Test
  void thoseWhoComeMeanwhileShareOneCommitAndSeeEachOther() throws Exception {
    int before = faults.begun().size();
    List<Future<Long>> results = new ArrayList<>();
    try (WriterQueue queue = new WriterQueue(turn)) {
      for (int i = 0; i < 5; i++) {
        results.add(queue.add(Durability.BUFFERED, transaction -> add(transaction, 1)));
      }
      queue.release();
      for (int i = 0; i < 5; i++) {
        assertEquals(i + 1, results.get(i).get());
      }
    }
    assertEquals(before + 2, faults.begun().size(), "one for the first, one for all others");
    assertEquals(5, counter());
  }

  @Test
  void oneSyncedMemberMakesTheCommitOfItsBatchSynced() throws Exception {
    try (WriterQueue queue = new WriterQueue(turn)) {
      Future<Long> buffered = queue.add(Durability.BUFFERED, t -> add(t, 1));
      Future<Long> synced = queue.add(Durability.SYNCED, t -> add(t, 1));
      queue.release();
      assertEquals(1, buffered.get());
      assertEquals(2, synced.get());
    }
    assertEquals(isDurable() ? Durability.SYNCED : Durability.BUFFERED, faults.begun().getLast());
    long _ = turn.write(Durability.BUFFERED, t -> add(t, 1));
    assertEquals(Durability.BUFFERED, faults.begun().getLast());
  }

  @Test
  void aRefusalBeforeAnyChangeHarmsNobody() throws Exception {
    refuseWithin(
        _ -> {
          throw refusal;
        },
        refusal);
  }

  @Test
  void aRefusalAfterChangesLeavesNothingAndHarmsNobody() throws Exception {
    refuseWithin(
        transaction -> {
          add(transaction, 1000);
          throw refusal;
        },
        refusal);
  }

  @Test
  void anErrorWithinAMemberReachesItsCallerAlone() throws Exception {
    StackOverflowError error = new StackOverflowError("on purpose");
    refuseWithin(
        transaction -> {
          add(transaction, 1000);
          throw error;
        },
        error);
  }

  private void refuseWithin(WriterTurn.Work<Long> refused, Throwable expected) throws Exception {
    try (WriterQueue queue = new WriterQueue(turn)) {
      Future<Long> before = queue.add(Durability.BUFFERED, t -> add(t, 1));
      Future<Long> failing = queue.add(Durability.BUFFERED, refused);
      Future<Long> after = queue.add(Durability.BUFFERED, t -> add(t, 1));
      queue.release();
      assertEquals(1, before.get());
      assertEquals(2, after.get());
      assertSame(expected, WriterQueue.failure(failing));
    }
    assertEquals(2, counter());
    assertSame(
        expected,
        assertThrows(Throwable.class, () -> turn.write(Durability.BUFFERED, refused)),
        "alone as well");
    assertEquals(2, counter());
  }

  @Test
  void aMemberThatIsRefusedForWhatAnotherDidIsAskedAgainWithoutIt() throws Exception {
    WriterTurn.Work<Long> onlyFirst =
        transaction -> {
          if (add(transaction, 1) > 1) {
            throw refusal;
          }
          return 1L;
        };
    AtomicInteger runs = new AtomicInteger();
    try (WriterQueue queue = new WriterQueue(turn)) {
      Future<Long> changesItsMind =
          queue.add(
              Durability.BUFFERED,
              transaction -> {
                if (runs.getAndIncrement() > 0) {
                  throw refusal;
                }
                return add(transaction, 1);
              });
      Future<Long> first = queue.add(Durability.BUFFERED, onlyFirst);
      queue.release();
      assertEquals(1, first.get(), "the one before it has failed after all");
      WriterQueue.assertFails(ServerException.class, changesItsMind);
    }
    assertEquals(1, counter());
  }

  @Test
  void hooksRunInTheOrderOfTheCommitsAndSeeThem() throws Exception {
    List<Long> published = new CopyOnWriteArrayList<>();
    class Publishing implements WriterTurn.Work<Long> {
      @Override
      public Long run(WriteTransaction transaction) {
        return add(transaction, 1);
      }

      @Override
      public void committed(Long result) {
        assertTrue(counter() >= result, "a hook sees the commit");
        published.add(result);
      }
    }
    try (WriterQueue queue = new WriterQueue(turn)) {
      for (int i = 0; i < 8; i++) {
        Future<Long> _ = queue.add(Durability.BUFFERED, new Publishing());
      }
    }
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), published);
  }

  @Test
  void aHookThatThrowsReachesItsCallerAndNobodyElse() throws Exception {
    AtomicInteger published = new AtomicInteger();
    class Throwing implements WriterTurn.Work<Long> {
      @Override
      public Long run(WriteTransaction transaction) {
        return add(transaction, 1);
      }

      @Override
      public void committed(Long result) {
        published.incrementAndGet();
        if (result == 1) {
          throw new IllegalStateException("on purpose");
        }
      }
    }
    try (WriterQueue queue = new WriterQueue(turn)) {
      Future<Long> throwing = queue.add(Durability.BUFFERED, new Throwing());
      Future<Long> other = queue.add(Durability.BUFFERED, new Throwing());
      queue.release();
      assertEquals(2, other.get());
      WriterQueue.assertFails(IllegalStateException.class, throwing);
    }
    assertEquals(2, published.get());
    assertEquals(2, counter());
  }

  @Test
  void anInterruptWaitsForTheOutcome() throws Exception {
    try (WriterQueue queue = new WriterQueue(turn)) {
      Future<Boolean> interrupted = queue.add(Durability.SYNCED, t -> add(t, 1) == 1);
      queue.lastThread().interrupt();
      queue.release();
      assertTrue(interrupted.get());
    }
    Thread.currentThread().interrupt();
    long sum = turn.write(Durability.SYNCED, t -> add(t, 1));
    assertTrue(Thread.interrupted(), "the interrupt is still there");
    assertEquals(2, sum);
    assertEquals(2, counter());
  }

  @Test
  void aTurnWithinATurnIsRefusedInsteadOfWaitingForItself() {
    assertThrows(
        IllegalStateException.class,
        () ->
            turn.write(
                Durability.BUFFERED, _ -> turn.write(Durability.BUFFERED, inner -> add(inner, 1))));
    long sum = turn.write(Durability.BUFFERED, t -> add(t, 1));
    assertEquals(1, sum);
  }

  @Test
  void aCommitThatFailsIsToldToAllAndNobodyIsRunAgain() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    commitWithin(() -> new StorageException.Failed("on purpose", null), runs, false);
    assertEquals(3, runs.get());
    assertEquals(0, counter());
  }

  @Test
  void aFullDiskAtTheCommitRunsTheMembersOneByOne() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    commitWithin(() -> new StorageException.OutOfSpace("on purpose", null), runs, true);
    assertEquals(6, runs.get());
    assertEquals(3, counter());
  }

  @Test
  void aConflictAtTheCommitRunsTheMembersAgain() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    commitWithin(() -> new StorageException.WriteConflict("on purpose"), runs, true);
    assertEquals(6, runs.get());
    assertEquals(3, counter());
    faults.failNext(Call.COMMIT, () -> new StorageException.WriteConflict("on purpose"));
    long sum = turn.write(Durability.BUFFERED, t -> add(t, 1));
    assertEquals(4, sum, "alone as well");
  }

  private void commitWithin(Supplier<StorageException> fault, AtomicInteger runs, boolean succeeds)
      throws Exception {
    List<Future<Long>> members = new ArrayList<>();
    try (WriterQueue queue = new WriterQueue(turn)) {
      for (int i = 0; i < 3; i++) {
        boolean arms = i == 2;
        members.add(
            queue.add(
                Durability.BUFFERED,
                transaction -> {
                  runs.incrementAndGet();
                  long sum = add(transaction, 1);
                  if (arms && runs.get() == 3) {
                    faults.failNext(Call.COMMIT, fault);
                  }
                  return sum;
                }));
      }
      queue.release();
      for (Future<Long> member : members) {
        if (succeeds) {
          assertNotNull(member.get());
        } else {
          WriterQueue.assertFails(StorageException.Failed.class, member);
        }
      }
    }
  }

  @Test
  void aStorageErrorWithinOneMemberIsToldToItAlone() throws Exception {
    try (WriterQueue queue = new WriterQueue(turn)) {
      Future<Long> before = queue.add(Durability.BUFFERED, t -> add(t, 1));
      Future<Long> failing =
          queue.add(
              Durability.BUFFERED,
              transaction -> {
                faults.failNext(Call.WRITE, () -> new StorageException.Corrupt("on purpose", null));
                return add(transaction, 1000);
              });
      Future<Long> after = queue.add(Durability.BUFFERED, t -> add(t, 1));
      queue.release();
      assertEquals(1, before.get());
      assertEquals(2, after.get());
      WriterQueue.assertFails(StorageException.Corrupt.class, failing);
    }
    assertEquals(2, counter());
  }

  @Test
  void aMemberWithManyChangesDoesNotKeepTheOthersFromTheirs() throws Exception {
    int changes = 30_000;
    try (WriterQueue queue = new WriterQueue(turn)) {
      Future<Long> many =
          queue.add(
              Durability.BUFFERED,
              transaction -> {
                for (int i = 1; i < changes; i++) {
                  long _ = add(transaction, 1);
                }
                return add(transaction, 1);
              });
      Future<Long> one = queue.add(Durability.BUFFERED, t -> add(t, 1));
      queue.release();
      assertEquals(changes, many.get());
      assertEquals(changes + 1, one.get());
    }
  }

  @Test
  void manyThreadsLoseNothingAndNobodyWaitsForEver() throws Exception {
    int threads = 24;
    int each = 60;
    List<Thread> writers = new ArrayList<>();
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < threads; i++) {
      writers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < each; n++) {
                      addOrRefuse(n % 7 == 3, refused);
                    }
                  }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertEquals((long) threads * each, counter() + refused.get());
    assertTrue(refused.get() > 0);
  }

  private void addOrRefuse(boolean refuse, AtomicInteger refused) {
    try {
      long _ =
          turn.write(
              Durability.BUFFERED,
              transaction -> {
                long sum = add(transaction, 1);
                if (refuse) {
                  throw refusal;
                }
                return sum;
              });
    } catch (ServerException e) {
      refused.incrementAndGet();
    }
  }
}

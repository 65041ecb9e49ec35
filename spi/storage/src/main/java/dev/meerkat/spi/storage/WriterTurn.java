package dev.meerkat.spi.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets many threads write to one environment, one at a time, sharing commits.
 *
 * <p>A thread that finds nobody writing leads: it runs its own work and that of everybody who came
 * meanwhile in one transaction, commits it once with the strongest durability asked for, and wakes
 * the others. No work is handed to another thread when nobody else writes. A failure of the store
 * fails the whole batch; its members are then run one by one, so that nobody is acknowledged from a
 * broken batch and nobody suffers for another's fault. Where it cannot be known whether a commit
 * happened, nobody is run again and everybody is told. A storage that lacks {@link
 * StorageBehavior#DURABLE} is only asked for buffered commits: it has no others. Threads: safe.
 *
 * <p>Whoever finds somebody writing may also {@linkplain #leave leave} all that it is about to do,
 * and go: one thread runs what has been left, and nobody sleeps and is woken for a commit.
 */
public final class WriterTurn implements AutoCloseable {
  private static final int MAX_BATCH = 256;

  private final TurnBatches batches;
  private final boolean durable;
  private final Object lock = new Object();
  private final ArrayDeque<TurnMember<?>> waiting = new ArrayDeque<>();
  private final Errands errands = new Errands();

  /** Changed under the lock. */
  private volatile boolean leading;

  private volatile @Nullable Thread leader;

  public WriterTurn(Storage storage) {
    this.batches = new TurnBatches(storage);
    this.durable = !storage.lacks().contains(StorageBehavior.DURABLE);
  }

  /**
   * What one member does in the turn. It finds out first and changes after, because it may be run
   * again from the start; whatever it throws undoes its changes and reaches its caller. It lets
   * every {@link StorageException} pass, for after one the transaction is good for nothing.
   */
  public interface Work<T extends @Nullable Object> {
    T run(WriteTransaction transaction);

    /**
     * Called in commit order, still inside the turn, once the commit has returned: the place to
     * publish what the change means. It must not throw and must not write.
     */
    default void committed(T result) {}
  }

  /**
   * Runs {@code work} in the turn and answers its result after the commit. An interrupt waits until
   * then.
   *
   * @throws IllegalStateException called from within a turn, which would wait for itself
   */
  public <T extends @Nullable Object> T write(Durability durability, Work<T> work) {
    if (leader == Thread.currentThread()) {
      throw new IllegalStateException("a turn within a turn");
    }
    Durability possible = durable ? durability : Durability.BUFFERED;
    TurnMember<T> member = new TurnMember<>(work, possible, Thread.currentThread());
    if (errands.isRunner(Thread.currentThread())) {
      writeWithOthers(member);
    } else if (enqueueOrLead(member) || member.awaitDoneOrLead()) {
      lead();
    }
    return member.outcome();
  }

  /**
   * Leaves a task to another thread where somebody is writing at this moment: to one that, before
   * it writes for the task, runs what others have left. For tasks that are short and hardly ever
   * wait for anything but the turn, for those that were left before wait with them.
   *
   * <p>Where the storage keeps nothing durable a turn is over before another thread could be woken:
   * nothing is taken there.
   *
   * @param task calls {@link #write} once, as a rule; must not throw
   * @return whether it will be run; if not, the caller has to do it
   */
  public boolean leave(Runnable task) {
    if (!isTaken() || !errands.add(task)) {
      return false;
    }
    if (!leading) {
      // Whoever was writing may have looked for it before it was there.
      errands.wake();
    }
    return true;
  }

  /** Whether a task may be left at this moment. */
  public boolean isTaken() {
    return durable && (leading || errands.isRunning());
  }

  /** Ends when what has been left is done; nothing is taken any more. */
  @Override
  public void close() {
    errands.close();
  }

  private boolean enqueueOrLead(TurnMember<?> member) {
    synchronized (lock) {
      waiting.add(member);
      boolean lead = !leading;
      leading = true;
      return lead;
    }
  }

  /**
   * Writes for a task that was left. Its member stands in the queue before those of the tasks that
   * it runs meanwhile; whoever of them is the last to come leads, unless somebody else did so
   * before.
   */
  private void writeWithOthers(TurnMember<?> member) {
    synchronized (lock) {
      waiting.add(member);
    }
    while (!member.isDone()) {
      if (errands.runOther()) {
        continue;
      }
      if (takeLead()) {
        lead();
      } else {
        member.awaitDoneOr(() -> !leading);
      }
    }
  }

  private boolean takeLead() {
    synchronized (lock) {
      boolean lead = !leading;
      leading = true;
      return lead;
    }
  }

  /** Runs one batch, the longest waiting first, and passes the lead on. */
  private void lead() {
    List<TurnMember<?>> batch = takeBatch();
    int settled = batch.size();
    leader = Thread.currentThread();
    try {
      settled = batches.run(batch);
    } catch (Throwable failure) {
      // A fault of ours: a member that was left without an outcome must not look like a success.
      batch.forEach(member -> member.failUnlessSettled(failure));
    } finally {
      leader = null;
      // Whoever finds nobody leading finds its own outcome, or itself in the queue.
      for (int i = 0; i < settled; i++) {
        batch.get(i).done();
      }
      passOn(batch, settled);
      for (int i = 0; i < settled; i++) {
        batch.get(i).wake();
      }
    }
  }

  private List<TurnMember<?>> takeBatch() {
    List<TurnMember<?>> batch;
    synchronized (lock) {
      if (waiting.size() == 1) {
        return List.of(waiting.remove());
      }
      batch = new ArrayList<>(Math.min(MAX_BATCH, waiting.size()));
      while (batch.size() < MAX_BATCH && !waiting.isEmpty()) {
        batch.add(waiting.poll());
      }
    }
    return batch;
  }

  /**
   * Puts what is left of a batch back. Wakes the next leader before anybody else: it has the
   * longest way to go. The thread of the errands takes the lead itself, if nobody else does so
   * before it is awake.
   */
  private void passOn(List<TurnMember<?>> batch, int settled) {
    TurnMember<?> next;
    synchronized (lock) {
      for (int i = batch.size() - 1; i >= settled; i--) {
        waiting.addFirst(batch.get(i));
      }
      next = waiting.peek();
      leading = next != null && !errands.isRunner(next.thread());
    }
    if (next != null) {
      next.wakeToLead();
    } else {
      errands.wake();
    }
  }
}

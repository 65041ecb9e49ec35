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
 */
public final class WriterTurn {
  private static final int MAX_BATCH = 256;
  private static final long MAX_CHANGES = 20_000;
  private static final int MAX_CONFLICTS = 100;

  private final Storage storage;
  private final boolean durable;
  private final Object lock = new Object();
  private final ArrayDeque<TurnMember<?>> waiting = new ArrayDeque<>();
  private boolean leading;
  private volatile @Nullable Thread leader;

  public WriterTurn(Storage storage) {
    this.storage = storage;
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
    boolean lead;
    synchronized (lock) {
      waiting.add(member);
      lead = !leading;
      leading = true;
    }
    if (lead || member.awaitDoneOrLead()) {
      lead();
    }
    return member.outcome();
  }

  /** Runs one batch, whose first member is the caller's own, and passes the lead on. */
  private void lead() {
    List<TurnMember<?>> batch = takeBatch();
    int settled = batch.size();
    leader = Thread.currentThread();
    try {
      settled = runBatch(batch);
    } catch (Throwable failure) {
      // A fault of ours: a member that was left without an outcome must not look like a success.
      batch.forEach(member -> member.failUnlessSettled(failure));
    } finally {
      leader = null;
      passOn(batch, settled);
      for (int i = 0; i < settled; i++) {
        batch.get(i).wakeDone();
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
   * longest way to go.
   */
  private void passOn(List<TurnMember<?>> batch, int settled) {
    TurnMember<?> next;
    synchronized (lock) {
      for (int i = batch.size() - 1; i >= settled; i--) {
        waiting.addFirst(batch.get(i));
      }
      next = waiting.peek();
      leading = next != null;
    }
    if (next != null) {
      next.wakeToLead();
    }
  }

  /** Answers how many of the batch have an outcome; the others are to wait for the next one. */
  private int runBatch(List<TurnMember<?>> batch) {
    if (batch.size() > 1) {
      int together = tryTogether(batch);
      if (together > 0) {
        return together;
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      runAlone(batch.get(i));
    }
    return batch.size();
  }

  /** One transaction for all; answers 0 where the members must be run one by one instead. */
  private int tryTogether(List<TurnMember<?>> batch) {
    WriteTransaction transaction;
    try {
      transaction = storage.begin(strongest(batch));
    } catch (RuntimeException e) {
      return 0;
    }
    int count = 0;
    try {
      count = runMembers(batch, transaction);
    } finally {
      if (count == 0) {
        rollback(transaction);
      }
    }
    return count == 0 || !tryCommit(batch.subList(0, count), transaction) ? 0 : count;
  }

  private static Durability strongest(List<TurnMember<?>> batch) {
    for (TurnMember<?> member : batch) {
      if (member.durability() == Durability.SYNCED) {
        return Durability.SYNCED;
      }
    }
    return Durability.BUFFERED;
  }

  /** Answers how many members the transaction holds; 0 where it holds a part of one. */
  private static int runMembers(List<TurnMember<?>> batch, WriteTransaction transaction) {
    int count = 0;
    long changes = 0;
    while (count < batch.size() && changes < MAX_CHANGES) {
      TurnMember<?> member = batch.get(count);
      boolean ran = member.run(transaction);
      if (member.failure() instanceof StorageException) {
        return 0;
      }
      long after = transaction.changeCount();
      if (!ran && after != changes) {
        // Nobody can take back what it has done but by taking back everything.
        return 0;
      }
      changes = after;
      count++;
    }
    return count;
  }

  /** Answers false where nothing was committed, and the members may be run again. */
  private static boolean tryCommit(List<TurnMember<?>> members, WriteTransaction transaction) {
    try {
      transaction.commit();
    } catch (StorageException.WriteConflict | StorageException.OutOfSpace e) {
      rollback(transaction);
      return false;
    } catch (Throwable e) {
      rollback(transaction);
      members.forEach(member -> member.fail(e));
      return true;
    }
    members.forEach(TurnMember::settle);
    return true;
  }

  private void runAlone(TurnMember<?> member) {
    for (int attempt = 1; ; attempt++) {
      WriteTransaction transaction = null;
      try {
        transaction = storage.begin(member.durability());
        if (member.run(transaction)) {
          transaction.commit();
        } else {
          rollback(transaction);
        }
        if (!(member.failure() instanceof StorageException.WriteConflict)
            || attempt == MAX_CONFLICTS) {
          member.settle();
          return;
        }
      } catch (Throwable e) {
        if (transaction != null) {
          rollback(transaction);
        }
        if (!(e instanceof StorageException.WriteConflict) || attempt == MAX_CONFLICTS) {
          member.fail(e);
          return;
        }
      }
    }
  }

  /** What a failed rollback could tell, the next turn's begin tells as well. */
  private static void rollback(WriteTransaction transaction) {
    try {
      transaction.rollback();
    } catch (StorageException e) {
      return;
    }
  }
}

package dev.meerkat.spi.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets many threads write to one environment, one at a time, sharing commits.
 *
 * <p>A thread that finds nobody writing leads: it runs its own work and that of everybody who came
 * meanwhile in one transaction, commits it once with the strongest durability asked for, and wakes
 * the others. No work is handed to another thread when nobody else writes. A failure of the store
 * fails the whole batch; its members are then run one by one, so that nobody is acknowledged from a
 * broken batch and nobody suffers for another's fault. A storage that lacks {@link
 * StorageBehavior#DURABLE} is only asked for buffered commits: it has no others. Threads: safe.
 */
public final class WriterTurn {
  private static final int MAX_BATCH = 256;
  private static final int MAX_CONFLICTS = 100;

  private final Storage storage;
  private final boolean durable;
  private final Object lock = new Object();
  private final ArrayDeque<Member<?>> waiting = new ArrayDeque<>();
  private boolean leading;

  public WriterTurn(Storage storage) {
    this.storage = storage;
    this.durable = !storage.lacks().contains(StorageBehavior.DURABLE);
  }

  /**
   * What one member does in the turn. It finds out first and changes after, because it may be run
   * again from the start; whatever it throws undoes its changes and reaches its caller.
   */
  public interface Work<T extends @Nullable Object> {
    T run(WriteTransaction transaction);

    /**
     * Called in commit order, still inside the turn, once the commit has returned: the place to
     * publish what the change means. It must not throw and must not write.
     */
    default void committed(T result) {}
  }

  /** Runs {@code work} in the turn and answers its result after the commit. */
  public <T extends @Nullable Object> T write(Durability durability, Work<T> work) {
    Durability possible = durable ? durability : Durability.BUFFERED;
    Member<T> member = new Member<>(work, possible, Thread.currentThread());
    boolean lead;
    synchronized (lock) {
      waiting.add(member);
      lead = !leading;
      leading = true;
    }
    if (!lead) {
      member.await();
    }
    if (!member.done) {
      lead();
    }
    return member.outcome();
  }

  private void lead() {
    List<Member<?>> batch = new ArrayList<>();
    synchronized (lock) {
      while (batch.size() < MAX_BATCH && !waiting.isEmpty()) {
        batch.add(waiting.poll());
      }
    }
    try {
      runBatch(batch);
    } catch (Error error) {
      batch.forEach(member -> member.fail(error));
      throw error;
    } finally {
      synchronized (lock) {
        Member<?> next = waiting.peek();
        if (next == null) {
          leading = false;
        } else {
          next.wakeToLead();
        }
      }
      batch.forEach(Member::finish);
    }
  }

  private void runBatch(List<Member<?>> batch) {
    if (batch.size() == 1 || !tryTogether(batch)) {
      for (Member<?> member : batch) {
        if (!member.settled) {
          runAlone(member);
        }
      }
    }
  }

  /** One transaction for all; answers false where the members must be run one by one instead. */
  private boolean tryTogether(List<Member<?>> batch) {
    Durability durability = Durability.BUFFERED;
    for (Member<?> member : batch) {
      if (member.durability == Durability.SYNCED) {
        durability = Durability.SYNCED;
      }
    }
    WriteTransaction transaction;
    try {
      transaction = storage.begin(durability);
    } catch (RuntimeException e) {
      return false;
    }
    List<Member<?>> failed = new ArrayList<>();
    for (Member<?> member : batch) {
      long before = transaction.changeCount();
      try {
        member.run(transaction);
      } catch (StorageException e) {
        transaction.rollback();
        return false;
      } catch (RuntimeException e) {
        if (transaction.changeCount() != before) {
          transaction.rollback();
          member.fail(e);
          return false;
        }
        failed.add(member.note(e));
      }
    }
    try {
      transaction.commit();
    } catch (StorageException.Failed e) {
      // The environment is read-only from here on; running the members again cannot help.
      transaction.rollback();
      batch.forEach(member -> member.fail(e));
      return true;
    } catch (StorageException e) {
      transaction.rollback();
      return false;
    }
    for (Member<?> member : batch) {
      if (failed.contains(member)) {
        member.settleNoted();
      } else {
        member.succeed();
      }
    }
    return true;
  }

  private void runAlone(Member<?> member) {
    for (int attempt = 1; ; attempt++) {
      WriteTransaction transaction = null;
      try {
        transaction = storage.begin(member.durability);
        member.run(transaction);
        transaction.commit();
        member.succeed();
        return;
      } catch (RuntimeException e) {
        if (transaction != null) {
          transaction.rollback();
        }
        if (!(e instanceof StorageException.WriteConflict) || attempt == MAX_CONFLICTS) {
          member.fail(e);
          return;
        }
      }
    }
  }

  /** One caller's work and what came of it. Written by the leader, read by the caller after. */
  private static final class Member<T extends @Nullable Object> {
    private final Work<T> work;
    private final Durability durability;
    private final Thread thread;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private boolean settled;
    private volatile boolean done;
    private volatile boolean leads;

    Member(Work<T> work, Durability durability, Thread thread) {
      this.work = work;
      this.durability = durability;
      this.thread = thread;
    }

    void run(WriteTransaction transaction) {
      failure = null;
      result = work.run(transaction);
    }

    @SuppressWarnings("NullAway") // run() has set the result, which may be null where T is
    void succeed() {
      settled = true;
      work.committed(result);
    }

    Member<T> note(Throwable cause) {
      failure = cause;
      return this;
    }

    void settleNoted() {
      settled = true;
    }

    void fail(Throwable cause) {
      failure = cause;
      settled = true;
    }

    void finish() {
      done = true;
      LockSupport.unpark(thread);
    }

    void wakeToLead() {
      leads = true;
      LockSupport.unpark(thread);
    }

    void await() {
      boolean interrupted = false;
      while (!done && !leads) {
        LockSupport.park(this);
        // The work is in the queue and will be run: an interrupt waits until it has been.
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        thread.interrupt();
      }
    }

    @SuppressWarnings("NullAway") // a member without a failure has its result
    T outcome() {
      switch (failure) {
        case null -> {
          return result;
        }
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }
}

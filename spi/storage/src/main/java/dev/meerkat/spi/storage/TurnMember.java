package dev.meerkat.spi.storage;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One caller's work in a {@link WriterTurn} and what came of it. Threads: written by the leader,
 * then read by the caller; the two volatile flags stand between.
 */
final class TurnMember<T extends @Nullable Object> {
  private final WriterTurn.Work<T> work;
  private final Durability durability;
  private final Thread thread;
  private @Nullable T result;
  private @Nullable Throwable failure;
  private boolean settled;
  private volatile boolean done;
  private volatile boolean leads;

  TurnMember(WriterTurn.Work<T> work, Durability durability, Thread thread) {
    this.work = work;
    this.durability = durability;
    this.thread = thread;
  }

  Thread thread() {
    return thread;
  }

  Durability durability() {
    return durability;
  }

  /** Runs the work, from the start if it ran before; answers whether it returned. */
  boolean run(WriteTransaction transaction) {
    failure = null;
    result = null;
    try {
      result = work.run(transaction);
      return true;
    } catch (Throwable e) {
      failure = e;
      return false;
    }
  }

  /** What the last run threw, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Makes what the last run returned or threw the outcome: the transaction is committed. */
  @SuppressWarnings("NullAway") // run() has set the result, which may be null where T is
  void settle() {
    settled = true;
    if (failure == null) {
      try {
        work.committed(result);
      } catch (Throwable e) {
        failure = e;
      }
    }
  }

  void fail(Throwable cause) {
    failure = cause;
    settled = true;
  }

  void failUnlessSettled(Throwable cause) {
    if (!settled) {
      fail(cause);
    }
  }

  void done() {
    done = true;
  }

  void wake() {
    if (thread != Thread.currentThread()) {
      LockSupport.unpark(thread);
    }
  }

  boolean isDone() {
    return done;
  }

  void wakeToLead() {
    leads = true;
    LockSupport.unpark(thread);
  }

  /** Waits until there is an outcome, or until the caller is to lead; answers whether it is. */
  boolean awaitDoneOrLead() {
    awaitDoneOr(() -> leads);
    return !done;
  }

  /**
   * Waits until there is an outcome, or something else holds; who makes it hold wakes the caller.
   */
  void awaitDoneOr(BooleanSupplier other) {
    boolean interrupted = false;
    while (!done && !other.getAsBoolean()) {
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
    if (failure == null) {
      return result;
    }
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}

package dev.meerkat.engine;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everybody from writing, so that the files can be copied. It is held by the server, not by a
 * connection, and as often as it was taken. Threads: safe; guarded by this.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/fsync/">fsync</a>
 */
public final class WriteLock {
  private static final ErrorCode LOCK_TIMEOUT = new ErrorCode(24, "LockTimeout");

  /** Waiters look at the clock and at whether they are killed so often. */
  private static final long SLICE_MILLIS = 50;

  private int locks;
  private int writers;
  private boolean closed;

  /**
   * Lets no new write begin, and waits until those that have begun are committed.
   *
   * @param timeoutMillis how long to wait; a first look is taken in any case
   * @return how often the lock is held now
   * @throws ServerException 24 where writes did not end in time
   */
  public synchronized int lock(Operation operation, long timeoutMillis) {
    locks++;
    boolean held = false;
    long end = operation.ticker().nanos() + Math.max(0, timeoutMillis) * 1_000_000;
    try {
      while (writers > 0) {
        if (operation.ticker().nanos() - end >= 0) {
          throw new ServerException(LOCK_TIMEOUT, "Fsync lock timed out");
        }
        operation.interruption().check();
        pause();
      }
      held = true;
      return locks;
    } finally {
      if (!held) {
        release();
      }
    }
  }

  /**
   * Gives the lock back once.
   *
   * @return how often it is still held
   * @throws ServerException 20 where nobody holds it
   */
  public synchronized int unlock() {
    if (locks == 0) {
      throw new ServerException(ErrorCode.ILLEGAL_OPERATION, "fsyncUnlock called when not locked");
    }
    release();
    return locks;
  }

  public synchronized boolean isLocked() {
    return locks > 0;
  }

  /** Lets everybody write for good, so that the server can end. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Waits, before work that has a deadline begins, until writing is allowed. */
  public synchronized void await(Operation operation) {
    while (locks > 0 && !closed) {
      operation.interruption().check();
      pause(operation);
    }
  }

  /**
   * Begins a write, when it is allowed.
   *
   * @param operation null for the server itself
   */
  synchronized void enter(@Nullable Operation operation) {
    while (locks > 0 && !closed) {
      pause(operation);
    }
    writers++;
  }

  /** Ends a write. */
  synchronized void leave() {
    writers--;
    notifyAll();
  }

  private void release() {
    locks--;
    notifyAll();
  }

  private void pause(@Nullable Operation operation) {
    if (operation != null) {
      operation.interruption().beforeWaiting();
    }
    pause();
  }

  @SuppressWarnings("WaitNotInLoop") // who calls it is the loop
  private void pause() {
    try {
      wait(SLICE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(
          ErrorCode.INTERRUPTED_AT_SHUTDOWN, "interrupted while writes are locked");
    }
  }
}

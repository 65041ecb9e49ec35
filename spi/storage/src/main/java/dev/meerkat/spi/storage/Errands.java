package dev.meerkat.spi.storage;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What has been left to be run by whoever is free to write next, and the one thread that does it.
 * An errand that comes to its own write runs those that have been left meanwhile first, on the same
 * stack, so that all of them share a commit. Threads: safe; guarded by this.
 *
 * <p>The thread is started by the first errand and ends with {@link #close}.
 */
final class Errands implements AutoCloseable {
  /** What stands on one stack, each with as much room as a connection's thread has. */
  private static final int MAX_NESTED = 64;

  private static final long STACK_BYTES = MAX_NESTED * 512L * 1024;

  private final ArrayDeque<Runnable> left = new ArrayDeque<>();
  private volatile @Nullable Thread runner;
  private volatile boolean running;
  private volatile boolean closed;

  /** How many errands are under way on the runner's stack; used by the runner alone. */
  private int nested;

  /** Whether the runner is at work, so that it will look for errands before it rests. */
  boolean isRunning() {
    return running;
  }

  /** Whether a thread is the one that runs errands. */
  boolean isRunner(Thread thread) {
    return runner == thread;
  }

  /**
   * Adds an errand; {@link #wake} must follow where nobody is running.
   *
   * @return false where none is taken any more, or there is no memory for the thread
   */
  synchronized boolean add(Runnable errand) {
    return !closed && isStarted() && left.add(errand);
  }

  private boolean isStarted() {
    if (runner != null) {
      return true;
    }
    try {
      runner =
          Thread.ofPlatform()
              .name("meerkat-writer")
              .stackSize(STACK_BYTES)
              .daemon(true)
              .start(this::run);
      return true;
    } catch (OutOfMemoryError e) {
      // Whoever would have left something does it on its own.
      return false;
    }
  }

  /** Sees to it that errands are run, if there are any. */
  void wake() {
    if (!running && begins()) {
      LockSupport.unpark(runner);
    }
  }

  private synchronized boolean begins() {
    boolean begins = !running && !left.isEmpty();
    running |= begins;
    return begins;
  }

  /**
   * Runs one more errand on top of the one that asks; answers false where there is none, or no more
   * room.
   */
  boolean runOther() {
    Runnable next = nested < MAX_NESTED ? next() : null;
    if (next == null) {
      return false;
    }
    runNested(next);
    return true;
  }

  private synchronized @Nullable Runnable next() {
    return left.poll();
  }

  private void runNested(Runnable errand) {
    nested++;
    try {
      errand.run();
    } catch (RuntimeException | Error e) {
      // A fault of that one: those that it stands upon, and those after it, are to go on.
      System.getLogger(Errands.class.getName()).log(Level.ERROR, "a task has failed", e);
    } finally {
      nested--;
    }
  }

  private void run() {
    while (true) {
      while (!running) {
        LockSupport.park(this);
      }
      Runnable next = nextOrRest();
      if (next != null) {
        runNested(next);
      } else if (closed) {
        return;
      }
    }
  }

  private synchronized @Nullable Runnable nextOrRest() {
    Runnable next = left.poll();
    running = next != null;
    return next;
  }

  /** Takes no more errands, and waits until those that have been left are done. */
  @Override
  public void close() {
    Thread known;
    synchronized (this) {
      closed = true;
      known = runner;
      running = known != null;
    }
    if (known == null) {
      return;
    }
    LockSupport.unpark(known);
    try {
      known.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

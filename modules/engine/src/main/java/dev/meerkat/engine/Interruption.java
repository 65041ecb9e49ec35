package dev.meerkat.engine;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Ticker;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What may end an operation before it is done: somebody kills it, its time is up, or the client
 * that it waits for data for has gone. All waiting is done here, so that a kill ends it. Threads:
 * confined to the operation's thread, save that any thread may {@link #kill}.
 */
public final class Interruption {
  /**
   * Who waits for data looks whether its client is still there when so much time has passed, again
   * when as much has passed as before, and at least so often.
   */
  private static final long FIRST_LOOK_NANOS = 10_000_000_000L;

  private static final long LAST_LOOK_NANOS = 60_000_000_000L;

  private static final ErrorCode CLIENT_DISCONNECT = new ErrorCode(279, "ClientDisconnect");

  private static final long NO_DEADLINE = Long.MAX_VALUE;

  private final Ticker ticker;
  // Changed by the operation's own thread, read by those that tell of it.
  private volatile long deadlineNanos;
  private volatile @Nullable ServerException reason;
  private volatile @Nullable Thread sleeper;
  private BooleanSupplier clientIsGone = () -> false;
  private boolean mayWait = true;

  /**
   * What may end an operation.
   *
   * @param startNanos when it began, by {@code ticker}
   * @param maxTimeMillis how long it may take, or 0 where there is no limit
   */
  Interruption(Ticker ticker, long startNanos, long maxTimeMillis) {
    this.ticker = ticker;
    this.deadlineNanos = maxTimeMillis == 0 ? NO_DEADLINE : startNanos + maxTimeMillis * 1_000_000;
  }

  /** Ends the operation at its next check; a second kill changes nothing. */
  public void kill(ErrorCode code, String message) {
    if (reason == null) {
      reason = new ServerException(code, message);
    }
    LockSupport.unpark(sleeper);
  }

  public boolean isKilled() {
    return reason != null;
  }

  /**
   * Asked wherever work may take long, and cheap: the clock is looked at only where there is a time
   * limit.
   *
   * @throws ServerException the operation is killed, or its time is up
   */
  public void check() {
    throwIfKilled();
    if (deadlineNanos != NO_DEADLINE && ticker.nanos() - deadlineNanos >= 0) {
      throw new ServerException(ErrorCode.MAX_TIME_MS_EXPIRED, "operation exceeded time limit");
    }
  }

  private void throwIfKilled() {
    ServerException killed = reason;
    if (killed != null) {
      throw killed;
    }
  }

  /** Says that the client's time limit bounds a wait for data, and not the work. */
  public void forgetDeadline() {
    deadlineNanos = NO_DEADLINE;
  }

  /** Nanoseconds until the operation's time is up, 0 where it is, or a large number. */
  public long nanosLeft() {
    long deadline = deadlineNanos;
    return deadline == NO_DEADLINE ? Long.MAX_VALUE : Math.max(0, deadline - ticker.nanos());
  }

  /**
   * Says that the operation's thread has more to do than this one, so that it must not wait for
   * what others hold: {@link MustWait} ends it where it would.
   */
  public void refuseWaiting() {
    mayWait = false;
  }

  /**
   * Called before the operation waits for anything but the writer's turn.
   *
   * @throws MustWait it is not to wait
   */
  public void beforeWaiting() {
    if (!mayWait) {
      throw new MustWait();
    }
  }

  /** Gives the operation no more than {@code nanos} from now; a large number changes nothing. */
  public void limit(long nanos) {
    if (nanos != Long.MAX_VALUE) {
      deadlineNanos = Math.min(deadlineNanos, ticker.nanos() + nanos);
    }
  }

  /**
   * Does nothing for some time. The operation's own time limit does not end the wait, but a kill
   * does.
   *
   * @throws ServerException the operation is killed
   */
  public void sleep(long millis) {
    await(() -> false, millis * 1_000_000);
  }

  /**
   * Waits until something holds or the time is up; who makes it hold unparks this thread. The
   * operation's own time limit does not end the wait, but a kill does.
   *
   * @throws ServerException the operation is killed
   */
  public void await(BooleanSupplier holds, long nanos) {
    beforeWaiting();
    long end = ticker.nanos() + nanos;
    sleeper = Thread.currentThread();
    try {
      for (long left = nanos; left > 0 && !holds.getAsBoolean(); left = end - ticker.nanos()) {
        throwIfKilled();
        if (Thread.currentThread().isInterrupted()) {
          throw new ServerException(ErrorCode.INTERRUPTED, "operation was interrupted");
        }
        LockSupport.parkNanos(this, left);
      }
    } finally {
      sleeper = null;
    }
  }

  /**
   * Says how to find out whether the client has gone; asked by the operation's own thread, and only
   * while it waits.
   */
  public void client(BooleanSupplier isGone) {
    clientIsGone = isGone;
  }

  /**
   * As {@link #await}, for data that may never come: a client that goes meanwhile takes the wait
   * with it.
   *
   * @throws ServerException the operation is killed, or 279 where the client has gone
   */
  public void awaitData(BooleanSupplier comes, long nanos) {
    long began = ticker.nanos();
    long waited = 0;
    while (nanos - waited > FIRST_LOOK_NANOS && !comes.getAsBoolean()) {
      long untilLook = Math.clamp(waited, FIRST_LOOK_NANOS, LAST_LOOK_NANOS);
      await(comes, Math.min(nanos - waited, untilLook));
      if (!comes.getAsBoolean() && clientIsGone.getAsBoolean()) {
        throw new ServerException(CLIENT_DISCONNECT, "operation was interrupted");
      }
      waited = ticker.nanos() - began;
    }
    await(comes, nanos - waited);
  }
}

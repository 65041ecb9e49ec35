package dev.meerkat.server;

import dev.meerkat.engine.MustWait;
import dev.meerkat.spi.Ticker;
import dev.meerkat.wire.Compressor;
import dev.meerkat.wire.OpMsg;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A brief write that its connection has left to the thread that writes for many, because somebody
 * was writing when it came. The connection touches neither the request nor the reply before it is
 * done. Threads: run by one thread, and perhaps to its end by a second; awaited by the connection's
 * own.
 *
 * @see dev.meerkat.engine.Turns#leave
 */
final class Errand implements Runnable {
  /** So much of a reply the system takes at once, even from a client that is slow to read. */
  private static final int SENT_AT_ONCE = 16 * 1024;

  /** A client that keeps the writers waiting for longer than that is cut off. */
  private static final long PATIENCE_NANOS = 1_000_000_000;

  private final Connection connection;
  private final Answers answers;
  private final Call call;
  private final OpMsg request;
  private final @Nullable Compressor compressor;
  private final Ticker ticker;
  private volatile long sendingSince;
  private volatile boolean done;
  private volatile @Nullable Thread waiter;

  /** What ends an errand; false where the connection is to be closed. */
  private interface Rest {
    boolean run() throws IOException;
  }

  Errand(
      Connection connection,
      Answers answers,
      Call call,
      OpMsg request,
      @Nullable Compressor compressor,
      Ticker ticker) {
    this.connection = connection;
    this.answers = answers;
    this.call = call;
    this.request = request;
    this.compressor = compressor;
    this.ticker = ticker;
  }

  @Override
  public void run() {
    boolean answered;
    try {
      answered = answers.runWithoutWaiting(call);
    } catch (MustWait e) {
      elsewhere(() -> answers.run(call, request, compressor));
      return;
    } catch (RuntimeException | Error e) {
      finish(() -> false);
      throw e;
    }
    if (answered && answers.replyBytes() > SENT_AT_ONCE) {
      elsewhere(this::reply);
    } else {
      sendingSince = ticker.nanos() | 1;
      finish(() -> answered && reply());
    }
  }

  private boolean reply() throws IOException {
    answers.send(request, compressor);
    return true;
  }

  /** Goes on with a thread that may wait for as long as it has to. */
  private void elsewhere(Rest rest) {
    try {
      Thread _ =
          Thread.ofPlatform()
              .name("conn" + connection.facts().connectionId())
              .stackSize(Connections.STACK_BYTES)
              .daemon(true)
              .start(() -> finish(rest));
    } catch (OutOfMemoryError e) {
      // No memory for one more thread: for the client it is a lost connection.
      finish(() -> false);
    }
  }

  private void finish(Rest rest) {
    boolean goesOn = false;
    try {
      goesOn = rest.run();
    } catch (IOException e) {
      // The client has gone, which the connection's own thread finds out, too.
    } finally {
      if (!goesOn) {
        connection.cutOff();
      }
      sendingSince = 0;
      done = true;
      LockSupport.unpark(waiter);
    }
  }

  /** Waits until the client has been answered, or has gone. */
  void awaitDone() {
    waiter = Thread.currentThread();
    while (!done) {
      LockSupport.park(this);
    }
  }

  /** Whether others wait because the client does not read. */
  boolean isStuck(long nanos) {
    long since = sendingSince;
    return since != 0 && nanos - since > PATIENCE_NANOS;
  }
}

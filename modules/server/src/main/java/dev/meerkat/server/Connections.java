package dev.meerkat.server;

import dev.meerkat.engine.ConnectionFacts;
import dev.meerkat.engine.Login;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.Ticker;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;

/** The clients that are connected now. Threads: safe. */
final class Connections implements Listener.ConnectionFactory {
  /**
   * Room for the deepest command by code that is not compiled yet; only what is touched is memory.
   */
  static final long STACK_BYTES = 512 * 1024;

  private final Dispatcher dispatcher;
  private final Ticker ticker;
  private final ServerLog log;
  private final Seeds seeds;
  private final String advertised;
  private final int limit;
  private final boolean quiet;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lastId = new AtomicInteger();
  private volatile boolean closing;

  Connections(
      Dispatcher dispatcher, Ticker ticker, Seeds seeds, ServerLog log, MeerkatOptions options) {
    this.dispatcher = dispatcher;
    this.ticker = ticker;
    this.seeds = seeds;
    this.log = log;
    this.advertised = options.advertise();
    this.limit = options.maxConnections();
    this.quiet = options.quiet();
  }

  /** Ends connections whose clients keep others waiting. */
  void cutOffStuck() {
    long now = ticker.nanos();
    for (Connection connection : open) {
      connection.cutOffIfStuck(now);
    }
  }

  int current() {
    return open.size();
  }

  /** What the engine knows of each client. */
  List<ConnectionFacts> clients() {
    return open.stream().map(Connection::facts).toList();
  }

  /** Connections accepted since the start. */
  int created() {
    return lastId.get();
  }

  int available() {
    return Math.max(0, limit - open.size());
  }

  @Override
  public void accept(Socket socket) {
    int id = lastId.incrementAndGet();
    if (open.size() >= limit) {
      log.info(
          LogLine.network(
              22942,
              "Connection refused because there are too many open connections",
              Map.of("connectionCount", open.size())));
      close(socket);
      return;
    }
    try {
      start(new Connection(socket, facts(socket, id), dispatcher, log));
    } catch (IOException | OutOfMemoryError e) {
      // No memory for one more thread: the clients that are here are not harmed.
      log.warning(
          LogLine.network(7_700_003, "Connection not opened", Map.of("error", e.toString())));
      close(socket);
    }
  }

  /**
   * Lets running commands finish and ends all connections: at first none reads any more, at the end
   * of {@code patience} those that are left are cut off.
   *
   * @param interrupt ends the operations that are still running
   */
  void close(Duration patience, Runnable interrupt) throws InterruptedException {
    closing = true;
    for (Connection connection : open) {
      connection.stopReading();
    }
    if (!awaitEnd(patience)) {
      interrupt.run();
      if (!awaitEnd(Host.PATIENCE)) {
        for (Connection connection : open) {
          connection.cutOff();
        }
        awaitEnd(Host.PATIENCE);
      }
    }
  }

  private ConnectionFacts facts(Socket socket, int id) {
    String local = Connection.address(socket.getLocalAddress(), socket.getLocalPort());
    return new ConnectionFacts(
        id,
        Connection.address(socket.getInetAddress(), socket.getPort()),
        advertised.isEmpty() ? local : advertised,
        seeds.newUuid(),
        new BsonDocument(),
        new Login());
  }

  private void start(Connection connection) {
    open.add(connection);
    Thread thread =
        Thread.ofPlatform()
            .name("conn" + connection.facts().connectionId())
            .stackSize(STACK_BYTES)
            .daemon(true)
            .unstarted(() -> serve(connection));
    try {
      thread.start();
    } catch (Throwable notStarted) {
      open.remove(connection);
      throw notStarted;
    }
    if (closing) {
      connection.stopReading();
    }
  }

  private void serve(Connection connection) {
    report(22943, "Connection accepted", connection);
    try {
      connection.serve();
    } finally {
      open.remove(connection);
      synchronized (open) {
        open.notifyAll();
      }
      report(22944, "Connection ended", connection);
    }
  }

  private boolean awaitEnd(Duration patience) throws InterruptedException {
    long end = ticker.nanos() + patience.toNanos();
    synchronized (open) {
      while (!open.isEmpty()) {
        long left = (end - ticker.nanos()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        open.wait(left);
      }
    }
    return true;
  }

  private void report(int id, String text, Connection connection) {
    if (!quiet) {
      log.info(
          LogLine.network(
              id,
              text,
              Map.of(
                  "remote", connection.facts().remote(),
                  "connectionId", connection.facts().connectionId(),
                  "connectionCount", open.size())));
    }
  }

  private void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug(
          LogLine.network(7_700_004, "Closing a socket failed", Map.of("error", e.toString())));
    }
  }
}

package dev.meerkat.server;

import dev.meerkat.spi.Ticker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The log of one server: it goes to a logger of the platform, and the last lines of it are kept for
 * clients that ask for them. Threads: safe; guarded by itself.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/getLog/">getLog</a>
 */
final class ServerLog {
  private static final int KEPT_LINES = 1024;

  private final Ticker ticker;
  private final LogVerbosity verbosity;
  private final System.Logger logger;
  private final Deque<String> recent = new ArrayDeque<>();
  private final List<String> startupWarnings = new ArrayList<>();
  private boolean started;
  private long lines;

  ServerLog(Ticker ticker) {
    this(ticker, new LogVerbosity(_ -> {}), System.getLogger(MeerkatOptions.LOGGER));
  }

  /**
   * @param verbosity says for each part of the server whether it logs details, too
   * @param logger where the lines go
   */
  ServerLog(Ticker ticker, LogVerbosity verbosity, System.Logger logger) {
    this.ticker = ticker;
    this.verbosity = verbosity;
    this.logger = logger;
  }

  void debug(LogLine line) {
    if (verbosity.of(line.component()) > 0) {
      log(System.Logger.Level.DEBUG, line);
    }
  }

  void info(LogLine line) {
    log(System.Logger.Level.INFO, line);
  }

  void warning(LogLine line) {
    log(System.Logger.Level.WARNING, line);
  }

  void error(LogLine line) {
    log(System.Logger.Level.ERROR, line);
  }

  /** The last lines, oldest first, in mongod's form. */
  synchronized List<String> recent() {
    return List.copyOf(recent);
  }

  /** How many lines there have been. */
  synchronized long lines() {
    return lines;
  }

  /** What was worth a warning before the server took clients. */
  synchronized List<String> startupWarnings() {
    return List.copyOf(startupWarnings);
  }

  /** Says that the server takes clients from now on. */
  synchronized void started() {
    started = true;
  }

  private void log(System.Logger.Level level, LogLine line) {
    logger.log(level, line);
    remember(level, line.toJson(ticker.wallMillis(), level, Thread.currentThread().getName()));
  }

  private synchronized void remember(System.Logger.Level level, String json) {
    if (recent.size() == KEPT_LINES) {
      recent.removeFirst();
    }
    recent.addLast(json);
    lines++;
    if (!started && level.getSeverity() > System.Logger.Level.INFO.getSeverity()) {
      startupWarnings.add(json);
    }
  }
}

package dev.meerkat.launcher;

import dev.meerkat.server.StandardTicker;
import java.io.PrintStream;

/** Where everything that is logged in this process goes, in mongod's form. Threads: safe. */
final class ProcessLog {
  /**
   * The one log. It is at hand without {@link System.LoggerFinder}: to find that, the platform
   * opens and reads every jar of the program, which is a large part of its start.
   */
  static final ProcessLog ONE = new ProcessLog();

  private final StandardTicker ticker = new StandardTicker();
  private volatile PrintStream target = System.out;
  private volatile System.Logger.Level threshold = System.Logger.Level.INFO;

  ProcessLog() {}

  void sendTo(PrintStream stream) {
    target = stream;
  }

  /** Nothing below this level is written. */
  void atLeast(System.Logger.Level level) {
    threshold = level;
  }

  boolean isLoggable(System.Logger.Level level) {
    return level.getSeverity() >= threshold.getSeverity();
  }

  void write(String line) {
    target.println(line);
  }

  long wallMillis() {
    return ticker.wallMillis();
  }
}

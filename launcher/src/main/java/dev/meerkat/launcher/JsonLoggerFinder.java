package dev.meerkat.launcher;

import dev.meerkat.server.StandardTicker;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends everything that is logged in this process to one place, in mongod's form. Threads: safe.
 */
public final class JsonLoggerFinder extends System.LoggerFinder {
  private final AtomicReference<PrintStream> target = new AtomicReference<>(System.out);
  private final StandardTicker ticker = new StandardTicker();
  private volatile System.Logger.Level threshold = System.Logger.Level.INFO;

  /** For {@link java.util.ServiceLoader}. */
  public JsonLoggerFinder() {}

  /** The one that the platform uses. */
  static JsonLoggerFinder installed() {
    if (getLoggerFinder() instanceof JsonLoggerFinder finder) {
      return finder;
    }
    throw new IllegalStateException("another logger finder stands before the launcher's");
  }

  void sendTo(PrintStream stream) {
    target.set(stream);
  }

  /** Nothing below this level is written. */
  void atLeast(System.Logger.Level level) {
    threshold = level;
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new JsonLogger(name, this);
  }

  boolean isLoggable(System.Logger.Level level) {
    return level.getSeverity() >= threshold.getSeverity();
  }

  void write(String line) {
    target.get().println(line);
  }

  long wallMillis() {
    return ticker.wallMillis();
  }
}

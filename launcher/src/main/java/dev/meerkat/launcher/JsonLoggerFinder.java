package dev.meerkat.launcher;

/** Sends what all others log in this process to the server's log. Threads: immutable. */
public final class JsonLoggerFinder extends System.LoggerFinder {
  /** For {@link java.util.ServiceLoader}. */
  public JsonLoggerFinder() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new JsonLogger(name, ProcessLog.ONE);
  }
}

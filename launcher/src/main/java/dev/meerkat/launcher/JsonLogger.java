package dev.meerkat.launcher;

import dev.meerkat.server.LogLine;
import java.text.MessageFormat;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Writes each message as one line of JSON, as mongod does: {@code t s c id ctx msg attr}. Threads:
 * safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/log-messages/">Log messages</a>
 */
final class JsonLogger implements System.Logger {
  private final String name;
  private final ProcessLog log;

  JsonLogger(String name, ProcessLog log) {
    this.name = name;
    this.log = log;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return log.isLoggable(level);
  }

  @Override
  public void log(Level level, Object line) {
    if (isLoggable(level)) {
      write(level, line instanceof LogLine known ? known : plain(String.valueOf(line), null));
    }
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
    if (isLoggable(level)) {
      write(level, plain(message, thrown));
    }
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... values) {
    if (isLoggable(level)) {
      String message =
          values == null || values.length == 0 ? format : MessageFormat.format(format, values);
      write(level, plain(message, null));
    }
  }

  private LogLine plain(String message, @Nullable Throwable thrown) {
    Map<String, Object> attributes =
        thrown == null ? Map.of("logger", name) : Map.of("logger", name, "error", thrown);
    return new LogLine("-", 0, message, attributes);
  }

  private void write(Level level, LogLine line) {
    log.write(line.toJson(log.wallMillis(), level, Thread.currentThread().getName()));
  }
}

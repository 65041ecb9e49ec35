package dev.meerkat.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of the log: a constant text, and beside it what varies. Given to a {@link System.Logger}
 * as an object, it prints as {@code text {key=value, …}}; the server's own process prints it as
 * mongod prints its log. Threads: immutable.
 *
 * @param component mongod's word for the part of the server: {@code NETWORK}, {@code CONTROL} …
 * @param id the message's number; mongod's own where mongod logs the same
 * @param text the message, the same at every occurrence
 * @param attributes what varies: numbers, booleans, exceptions; all else as its text
 * @see <a href="https://www.mongodb.com/docs/manual/reference/log-messages/">Log messages</a>
 */
public record LogLine(String component, int id, String text, Map<String, Object> attributes) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

  public LogLine {
    attributes = Map.copyOf(attributes);
  }

  static LogLine network(int id, String text, Map<String, Object> attributes) {
    return new LogLine("NETWORK", id, text, attributes);
  }

  static LogLine control(int id, String text, Map<String, Object> attributes) {
    return new LogLine("CONTROL", id, text, attributes);
  }

  static LogLine storage(int id, String text, Map<String, Object> attributes) {
    return new LogLine("STORAGE", id, text, attributes);
  }

  static LogLine command(int id, String text, Map<String, Object> attributes) {
    return new LogLine("COMMAND", id, text, attributes);
  }

  /**
   * The line as mongod writes it: {@code t s c id ctx msg attr}.
   *
   * @param wallMillis when it is logged
   * @param context who logs it: a thread's name
   */
  public String toJson(long wallMillis, System.Logger.Level level, String context) {
    StringBuilder json = new StringBuilder(200);
    json.append("{\"t\":{\"$date\":\"");
    json.append(TIME.format(Instant.ofEpochMilli(wallMillis).atOffset(ZoneOffset.UTC)));
    json.append("\"},\"s\":\"").append(severity(level));
    json.append("\",\"c\":\"").append(component);
    json.append("\",\"id\":").append(id);
    json.append(",\"ctx\":");
    quote(json, context);
    json.append(",\"msg\":");
    quote(json, text);
    if (!attributes.isEmpty()) {
      json.append(",\"attr\":{");
      String separator = "";
      for (Map.Entry<String, Object> attribute : new TreeMap<>(attributes).entrySet()) {
        json.append(separator);
        quote(json, attribute.getKey());
        json.append(':');
        value(json, attribute.getValue());
        separator = ",";
      }
      json.append('}');
    }
    return json.append('}').toString();
  }

  @Override
  public String toString() {
    return attributes.isEmpty() ? text : text + " " + attributes;
  }

  private static void value(StringBuilder json, Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      json.append(value);
    } else if (value instanceof Throwable thrown) {
      quote(json, trace(thrown));
    } else {
      quote(json, value.toString());
    }
  }

  /** The exception and where it came from, on one line. */
  private static String trace(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      text.append(text.isEmpty() ? "" : " caused by ").append(cause);
      for (StackTraceElement frame : cause.getStackTrace()) {
        text.append(" at ").append(frame);
      }
    }
    return text.toString();
  }

  private static String severity(System.Logger.Level level) {
    return switch (level) {
      case ALL, TRACE -> "D2";
      case DEBUG -> "D1";
      case INFO -> "I";
      case WARNING -> "W";
      case ERROR, OFF -> "E";
    };
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ') {
            json.append("\\u%04x".formatted((int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}

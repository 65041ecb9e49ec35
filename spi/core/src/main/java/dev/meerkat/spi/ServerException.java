package dev.meerkat.spi;

import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The caller's fault, or the world's, as the client is to see it: MongoDB's code, a text, and the
 * extra fields that some errors carry (for example {@code keyPattern} and {@code keyValue} of a
 * duplicate key, or {@code errInfo} of a failed validation). Threads: immutable.
 *
 * <p>It is thrown often and answered in one place, so it records no stack trace.
 */
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorCode code;
  private final transient @Nullable BsonDocument details;
  private final transient List<String> labels;

  public ServerException(ErrorCode code, String message) {
    this(code, message, null, List.of());
  }

  /**
   * @param details fields that stand beside {@code code} and {@code errmsg} in the reply or write
   *     error, or null
   * @param labels error labels that the reply carries besides those that the dispatcher adds
   */
  public ServerException(
      ErrorCode code, String message, @Nullable BsonDocument details, List<String> labels) {
    super(message, null, false, false);
    this.code = code;
    this.details = details;
    this.labels = List.copyOf(labels);
  }

  public ErrorCode code() {
    return code;
  }

  /** The error's text; never null. */
  public String text() {
    return String.valueOf(getMessage());
  }

  public @Nullable BsonDocument details() {
    return details;
  }

  public List<String> labels() {
    return labels;
  }
}

package dev.meerkat.wire;

import dev.meerkat.spi.ErrorCode;

/**
 * A frame that breaks the protocol. Threads: immutable.
 *
 * <p>It is thrown at whatever a stranger sends, so it records no stack trace.
 */
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorCode code;
  private final boolean fatal;

  private WireException(ErrorCode code, String message, boolean fatal) {
    super(message, null, false, false);
    this.code = code;
    this.fatal = fatal;
  }

  /** The frame's borders are sound: its sender is answered and may go on. */
  static WireException answerable(ErrorCode code, String message) {
    return new WireException(code, message, false);
  }

  /** Nothing that follows on this connection can be trusted: it is closed. */
  static WireException fatal(ErrorCode code, String message) {
    return new WireException(code, message, true);
  }

  /** The error as the client is to see it, where it is answered at all. */
  public ErrorCode code() {
    return code;
  }

  /** Whether the connection must be closed without an answer. */
  public boolean isFatal() {
    return fatal;
  }

  /** The error's text; never null. */
  public String text() {
    return String.valueOf(getMessage());
  }
}

package dev.meerkat.launcher;

/** Options that cannot be followed; its text tells the user what to change. Threads: immutable. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message, null, false, false);
  }

  /** The text for the user; never null. */
  String text() {
    return String.valueOf(getMessage());
  }
}

package dev.meerkat.query.regex;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;

/**
 * A text that counts how often it is read, so that a pattern that backtracks without end is
 * stopped. Threads: confined to one operation.
 */
final class BudgetedText implements CharSequence {
  /** Reads of one character; some tenths of a second. */
  private static final long STEPS = 50_000_000;

  private final String text;
  private long left = STEPS;

  BudgetedText(String text) {
    this.text = text;
  }

  static ServerException exhausted() {
    return new ServerException(
        ErrorCode.location(51156),
        "Error occurred while executing the regular expression: match limit exceeded");
  }

  @Override
  public char charAt(int index) {
    if (--left < 0) {
      throw exhausted();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}

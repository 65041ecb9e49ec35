package dev.meerkat.query.regex;

import java.util.regex.PatternSyntaxException;

/**
 * Where a translation stands in its pattern, and what it has written. Threads: confined to one
 * operation.
 */
final class PcreScan {
  final String pattern;
  final StringBuilder out;

  /** The next character to be read. */
  int at;

  PcreScan(String pattern) {
    this.pattern = pattern;
    this.out = new StringBuilder(pattern.length() + 16);
  }

  boolean isDone() {
    return at >= pattern.length();
  }

  char next() {
    return pattern.charAt(at);
  }

  boolean sees(String text) {
    return pattern.startsWith(text, at);
  }

  /** The character that many further on, or NUL behind the end. */
  char peek(int further) {
    return at + further < pattern.length() ? pattern.charAt(at + further) : 0;
  }

  void copy() {
    out.append(pattern.charAt(at++));
  }

  /** Writes something in the place of what is read. */
  void replace(int read, String written) {
    out.append(written);
    at += read;
  }

  /**
   * What stands from here to a character, which is passed by.
   *
   * @param missing what to say where the character does not follow
   */
  String until(char close, String missing) {
    int end = pattern.indexOf(close, at);
    if (end < 0) {
      throw invalid(missing);
    }
    String text = pattern.substring(at, end);
    at = end + 1;
    return text;
  }

  /** Reads as many digits of a base as there are, at most so many. */
  String digits(int radix, int most) {
    int start = at;
    while (at < pattern.length() && at - start < most && Character.digit(next(), radix) >= 0) {
      at++;
    }
    return pattern.substring(start, at);
  }

  /** Writes a character that means itself. */
  void literal(char c) {
    if (c < 128 && !Character.isLetterOrDigit(c)) {
      out.append('\\');
    }
    out.append(c);
  }

  /** Writes a character by its number. */
  void codePoint(int number) {
    out.append("\\x{").append(Integer.toHexString(number)).append('}');
  }

  PatternSyntaxException invalid(String description) {
    return new PatternSyntaxException(description, pattern, at);
  }
}

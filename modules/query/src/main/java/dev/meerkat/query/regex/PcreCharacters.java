package dev.meerkat.query.regex;

/**
 * Translates what stands for one character: classes in brackets, properties, and numbers. Java
 * nests and intersects classes, knows no POSIX names, and in comments mode skips blanks even there.
 * Threads: confined to one operation.
 */
final class PcreCharacters {
  private final PcreScan scan;

  PcreCharacters(PcreScan scan) {
    this.scan = scan;
  }

  /**
   * Translates an escape sequence that means the same in and outside of a class.
   *
   * @return whether it is one
   */
  boolean escape() {
    char next = scan.peek(1);
    switch (next) {
      case 'C', 'L', 'l', 'u' -> throw scan.invalid("\\" + next + " is not supported");
      case 'o' -> braced(8, "missing opening brace after \\o");
      case 'p', 'P' -> property(next);
      case 'x' -> hexadecimal();
      case '0' -> octal(3);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Up to so many octal digits behind a backslash; without any, the digit itself. */
  void octal(int most) {
    scan.at++;
    String digits = scan.digits(8, most);
    if (digits.isEmpty()) {
      scan.copy();
    } else {
      scan.codePoint(Integer.parseInt(digits, 8));
    }
  }

  void copyEscape() {
    if (isLiteralLetter(scan.peek(1))) {
      throw scan.invalid("unrecognized character follows \\");
    }
    scan.copy();
    scan.copy();
  }

  /** Letters that Java gives a meaning and PCRE none. */
  private static boolean isLiteralLetter(char c) {
    return switch (c) {
      case 'i', 'j', 'm', 'q', 'y', 'F', 'I', 'J', 'M', 'O', 'T', 'U', 'Y' -> true;
      default -> false;
    };
  }

  /**
   * {@code \p{Lu}}, {@code \p{^Lu}}, {@code \p{Greek}}: a name of one or two letters is a category.
   */
  private void property(char letter) {
    if (scan.peek(2) != '{') {
      scan.replace(2, "\\" + letter);
      return;
    }
    boolean negated = scan.peek(3) == '^';
    scan.at += negated ? 4 : 3;
    String name = scan.until('}', "malformed \\P or \\p sequence");
    boolean positive = negated == (letter == 'P');
    scan.out.append(positive ? "\\p{" : "\\P{").append(name.length() > 2 ? "Is" : "");
    scan.out.append(name).append('}');
  }

  /** {@code \x41}, {@code \x{1F600}}; up to two digits, and none is NUL. */
  private void hexadecimal() {
    if (scan.peek(2) == '{') {
      braced(16, "missing opening brace after \\x");
      return;
    }
    scan.at += 2;
    String digits = scan.digits(16, 2);
    scan.codePoint(digits.isEmpty() ? 0 : Integer.parseInt(digits, 16));
  }

  private void braced(int radix, String missing) {
    if (scan.peek(2) != '{') {
      throw scan.invalid(missing);
    }
    scan.at += 3;
    String digits = scan.digits(radix, 12);
    if (digits.isEmpty() || scan.isDone() || scan.next() != '}') {
      throw scan.invalid("digits missing or non-digit character in \\x{} or \\o{}");
    }
    scan.at++;
    long number = Long.parseLong(digits, radix);
    if (number > Character.MAX_CODE_POINT) {
      throw scan.invalid("character code point value in \\x{} or \\o{} is too large");
    }
    scan.codePoint((int) number);
  }

  /** A class from its opening bracket on. */
  void characterClass() {
    scan.copy();
    if (scan.sees("^")) {
      scan.copy();
    }
    boolean first = true;
    while (!scan.isDone()) {
      char c = scan.next();
      if (c == ']' && !first) {
        scan.copy();
        return;
      }
      first = false;
      classMember(c);
    }
    throw scan.invalid("missing terminating ] for character class");
  }

  private void classMember(char c) {
    switch (c) {
      case '\\' -> classEscape();
      case '[' -> {
        int end = scan.pattern.indexOf(":]", scan.at + 2);
        if (scan.sees("[:") && end > 0 && isName(scan.at + 2, end)) {
          scan.out.append(posix(scan.pattern.substring(scan.at + 2, end)));
          scan.at = end + 2;
        } else {
          scan.replace(1, "\\[");
        }
      }
      case ']', '&', '#', ' ', '\t', '\n', '\r', '\f', '\u000b' -> {
        scan.out.append('\\');
        scan.copy();
      }
      default -> scan.copy();
    }
  }

  private void classEscape() {
    char next = scan.peek(1);
    switch (next) {
      case 0 -> throw scan.invalid("\\ at end of pattern");
      case 'b' -> scan.replace(2, "\\x08");
      case 'Q' -> {
        scan.at += 2;
        quoted();
      }
      case 'E' -> scan.at += 2;
      case 'B', 'R', 'X', 'N' ->
          throw scan.invalid("escape sequence is invalid in character class");
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> octal(3);
      default -> {
        if (!escape()) {
          copyEscape();
        }
      }
    }
  }

  /** What stands literally up to {@code \E}. */
  void quoted() {
    int end = scan.pattern.indexOf("\\E", scan.at);
    int last = end < 0 ? scan.pattern.length() : end;
    while (scan.at < last) {
      scan.literal(scan.next());
      scan.at++;
    }
    scan.at = end < 0 ? last : end + 2;
  }

  private boolean isName(int from, int to) {
    for (int k = from; k < to; k++) {
      char c = scan.pattern.charAt(k);
      if (!((c >= 'a' && c <= 'z') || c == '^')) {
        return false;
      }
    }
    return from < to;
  }

  private String posix(String name) {
    boolean negated = name.startsWith("^");
    String property =
        switch (negated ? name.substring(1) : name) {
          case "alpha" -> "Alpha";
          case "digit" -> "Digit";
          case "alnum" -> "Alnum";
          case "upper" -> "Upper";
          case "lower" -> "Lower";
          case "punct" -> "Punct";
          case "space" -> "Space";
          case "blank" -> "Blank";
          case "cntrl" -> "Cntrl";
          case "graph" -> "Graph";
          case "print" -> "Print";
          case "xdigit" -> "XDigit";
          case "ascii" -> "ASCII";
          case "word" -> "";
          default -> throw scan.invalid("unknown POSIX class name");
        };
    if (property.isEmpty()) {
      return negated ? "\\W" : "\\w";
    }
    return (negated ? "\\P{" : "\\p{") + property + '}';
  }
}

package dev.meerkat.query.regex;

import java.util.regex.PatternSyntaxException;

/**
 * Writes a PCRE pattern as one that {@code java.util.regex} understands in the same way. Where the
 * two languages agree, text is copied. Threads: confined to one operation.
 *
 * <p>They differ in character classes (Java nests and intersects them, knows no POSIX names, and in
 * comments mode skips blanks even there), in literal braces, in Python's spelling of named groups,
 * in comments, and in verbs at the pattern's start.
 */
final class PcreTranslation {
  private final String pattern;
  private final StringBuilder out;
  private int i;

  /** How many groups are open, and how many were when a look-behind began; -1 outside of one. */
  private int depth;

  private int lookBehind = -1;

  private PcreTranslation(String pattern) {
    this.pattern = pattern;
    this.out = new StringBuilder(pattern.length() + 16);
  }

  static String translate(String pattern) {
    return new PcreTranslation(pattern).run();
  }

  private String run() {
    verbs();
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      switch (c) {
        case '\\' -> escape();
        case '[' -> characterClass();
        case '(' -> group();
        case '{' -> brace();
        case ')' -> {
          if (--depth == lookBehind) {
            lookBehind = -1;
          }
          copy(c);
        }
        case '*', '+', '?' -> {
          if (lookBehind >= 0) {
            throw invalid("lookbehind assertion is not fixed length");
          }
          copy(c);
        }
        default -> copy(c);
      }
    }
    return out.toString();
  }

  private void copy(char c) {
    out.append(c);
    i++;
  }

  /** Verbs such as {@code (*UTF8)}: the text is UTF-8 anyway; {@code (*UCP)} widens the classes. */
  private void verbs() {
    while (pattern.startsWith("(*", i)) {
      int end = pattern.indexOf(')', i);
      String verb = end < 0 ? "" : pattern.substring(i + 2, end);
      switch (verb) {
        case "UCP" -> out.append("(?U)");
        case "UTF", "UTF8", "LF", "NO_START_OPT", "NO_AUTO_POSSESS" -> {}
        default -> throw invalid("(*VERB) not recognized or malformed");
      }
      i = end + 1;
    }
  }

  private void escape() {
    if (i + 1 == pattern.length()) {
      throw invalid("\\ at end of pattern");
    }
    char next = pattern.charAt(i + 1);
    switch (next) {
      case 'Q' -> quoted();
      case 'E' -> i += 2;
      case 'K' -> {
        if (lookBehind >= 0) {
          throw invalid("\\K is not allowed in lookarounds");
        }
        i += 2;
      }
      case 'C', 'L', 'l', 'u' -> throw invalid("\\" + next + " is not supported");
      case 'g' -> backReference();
      case 'o' -> octal();
      case 'p', 'P' -> property(next);
      case 'x' -> hexadecimal();
      case 'k' -> namedReference();
      case 'N' -> {
        out.append("[^\\n]");
        i += 2;
      }
      default -> {
        if (isLiteralLetter(next)) {
          throw invalid("unrecognized character follows \\");
        }
        out.append('\\').append(next);
        i += 2;
      }
    }
  }

  /** Letters that Java gives a meaning and PCRE none. */
  private static boolean isLiteralLetter(char c) {
    return switch (c) {
      case 'i', 'j', 'm', 'q', 'y', 'F', 'I', 'J', 'M', 'O', 'T', 'U', 'Y' -> true;
      default -> false;
    };
  }

  private void quoted() {
    int end = pattern.indexOf("\\E", i + 2);
    String text = pattern.substring(i + 2, end < 0 ? pattern.length() : end);
    for (int k = 0; k < text.length(); k++) {
      literal(text.charAt(k));
    }
    i = end < 0 ? pattern.length() : end + 2;
  }

  private void literal(char c) {
    if (c < 128 && !Character.isLetterOrDigit(c)) {
      out.append('\\');
    }
    out.append(c);
  }

  /** {@code \g1}, {@code \g{1}}, {@code \g{-1}}, {@code \g{name}}. */
  private void backReference() {
    int start = i + 2;
    int end;
    String name;
    if (start < pattern.length() && pattern.charAt(start) == '{') {
      end = pattern.indexOf('}', start);
      if (end < 0) {
        throw invalid("\\g is not followed by a braced name");
      }
      name = pattern.substring(start + 1, end);
      end++;
    } else {
      end = start;
      while (end < pattern.length() && Character.isDigit(pattern.charAt(end))) {
        end++;
      }
      name = pattern.substring(start, end);
    }
    if (name.isEmpty() || name.charAt(0) == '-' || name.charAt(0) == '+') {
      throw invalid("relative references are not supported");
    }
    if (Character.isDigit(name.charAt(0))) {
      out.append("(?:\\").append(name).append(')');
    } else {
      out.append("\\k<").append(name).append('>');
    }
    i = end;
  }

  /**
   * {@code \p{Lu}}, {@code \p{^Lu}}, {@code \p{Greek}}: a name of one or two letters is a category.
   */
  private void property(char letter) {
    int end = pattern.indexOf('}', i);
    if (!pattern.startsWith("{", i + 2) || end < 0) {
      out.append('\\').append(letter);
      i += 2;
      return;
    }
    boolean negated = pattern.charAt(i + 3) == '^';
    String name = pattern.substring(negated ? i + 4 : i + 3, end);
    boolean positive = negated == (letter == 'P');
    out.append(positive ? "\\p{" : "\\P{").append(name.length() > 2 ? "Is" : "").append(name);
    out.append('}');
    i = end + 1;
  }

  /** {@code \x41}, {@code \x{1F600}}. */
  private void hexadecimal() {
    int end = pattern.startsWith("{", i + 2) ? pattern.indexOf('}', i) + 1 : i + 2;
    if (end == 0) {
      throw invalid("missing terminating } after \\x{");
    }
    out.append(pattern, i, end);
    i = end;
  }

  /** {@code \k<name>}, {@code \k{name}}, {@code \k'name'}. */
  private void namedReference() {
    char open = i + 2 < pattern.length() ? pattern.charAt(i + 2) : 0;
    char close = open == '<' ? '>' : open == '{' ? '}' : '\'';
    int end = pattern.indexOf(close, i + 3);
    if (end < 0) {
      throw invalid("\\k is not followed by a braced, angle-bracketed, or quoted name");
    }
    out.append("\\k<").append(pattern, i + 3, end).append('>');
    i = end + 1;
  }

  /** {@code \o{101}}. */
  private void octal() {
    int end = pattern.indexOf('}', i);
    if (!pattern.startsWith("{", i + 2) || end < 0) {
      throw invalid("missing opening brace after \\o");
    }
    out.append("\\0").append(pattern, i + 3, end);
    i = end + 1;
  }

  private void characterClass() {
    out.append('[');
    i++;
    if (i < pattern.length() && pattern.charAt(i) == '^') {
      out.append('^');
      i++;
    }
    boolean first = true;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      if (c == ']' && !first) {
        out.append(']');
        i++;
        return;
      }
      first = false;
      classMember(c);
    }
    throw invalid("missing terminating ] for character class");
  }

  private void classMember(char c) {
    switch (c) {
      case '\\' -> {
        if (pattern.startsWith("\\b", i)) {
          out.append("\\x08");
          i += 2;
        } else {
          escape();
        }
      }
      case '[' -> {
        int end = pattern.indexOf(":]", i + 2);
        if (pattern.startsWith("[:", i) && end > 0 && isName(i + 2, end)) {
          out.append(posix(pattern.substring(i + 2, end)));
          i = end + 2;
        } else {
          out.append("\\[");
          i++;
        }
      }
      case ']', '&', '#', ' ', '\t', '\n', '\r', '\f', '\u000b' -> {
        out.append('\\').append(c);
        i++;
      }
      default -> {
        out.append(c);
        i++;
      }
    }
  }

  private boolean isName(int from, int to) {
    for (int k = from; k < to; k++) {
      char c = pattern.charAt(k);
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
          default -> throw invalid("unknown POSIX class name");
        };
    if (property.isEmpty()) {
      return negated ? "\\W" : "\\w";
    }
    return (negated ? "\\P{" : "\\p{") + property + '}';
  }

  private void group() {
    if (pattern.startsWith("(?#", i)) {
      int end = pattern.indexOf(')', i);
      if (end < 0) {
        throw invalid("missing ) after (?# comment");
      }
      i = end + 1;
      return;
    }
    if (lookBehind < 0 && (pattern.startsWith("(?<=", i) || pattern.startsWith("(?<!", i))) {
      lookBehind = depth;
    }
    depth++;
    if (pattern.startsWith("(?P<", i)) {
      out.append("(?<");
      i += 4;
    } else if (pattern.startsWith("(?P=", i)) {
      int end = pattern.indexOf(')', i);
      if (end < 0) {
        throw invalid("syntax error in subpattern name (missing terminator?)");
      }
      out.append("\\k<").append(pattern, i + 4, end).append('>');
      i = end + 1;
      depth--;
    } else if (pattern.startsWith("(?'", i)) {
      int end = pattern.indexOf('\'', i + 3);
      if (end < 0) {
        throw invalid("syntax error in subpattern name (missing terminator?)");
      }
      out.append("(?<").append(pattern, i + 3, end).append('>');
      i = end + 1;
    } else if (pattern.startsWith("(?", i)) {
      groupOptions();
    } else {
      out.append('(');
      i++;
    }
  }

  /** {@code i} in the middle of a pattern must fold case beyond ASCII as the option does. */
  private void groupOptions() {
    int end = i + 2;
    while (end < pattern.length() && "imsxn-^".indexOf(pattern.charAt(end)) >= 0) {
      end++;
    }
    out.append("(?");
    for (int k = i + 2; k < end; k++) {
      char c = pattern.charAt(k);
      if (c == 'n' || c == '^') {
        throw invalid("(?" + c + ") is not supported");
      }
      out.append(c == 'i' ? "iu" : String.valueOf(c));
    }
    i = end;
  }

  /** A brace that begins no quantifier is a literal. */
  private void brace() {
    if (isQuantifier()) {
      out.append('{');
    } else {
      out.append("\\{");
    }
    i++;
  }

  private boolean isQuantifier() {
    int k = i + 1;
    int digits = k;
    while (k < pattern.length() && Character.isDigit(pattern.charAt(k))) {
      k++;
    }
    if (k == digits) {
      return false;
    }
    if (k < pattern.length() && pattern.charAt(k) == ',') {
      k++;
      while (k < pattern.length() && Character.isDigit(pattern.charAt(k))) {
        k++;
      }
    }
    return k < pattern.length() && pattern.charAt(k) == '}';
  }

  private PatternSyntaxException invalid(String description) {
    return new PatternSyntaxException(description, pattern, i);
  }
}

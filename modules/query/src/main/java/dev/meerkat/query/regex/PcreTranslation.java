package dev.meerkat.query.regex;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Writes a PCRE pattern as one that {@code java.util.regex} understands in the same way. Where the
 * two languages agree, text is copied. Threads: confined to one operation.
 *
 * <p>They differ in what stands for a character ({@link PcreCharacters}), in literal braces, in
 * names of groups and references to them, in conditions and {@code \K}, which Java lacks, in
 * comments, and in verbs at the pattern's start. Recursion and what else Java cannot do is refused.
 */
final class PcreTranslation {
  /**
   * References settle in the third run at the latest: first what is asked for, then where it is.
   */
  private static final int MAX_RUNS = 4;

  private final PcreScan scan;
  private final PcreCharacters characters;
  private final PcreGroups groups;
  private final Deque<OpenGroup> open = new ArrayDeque<>();

  /** Whether comments are skipped here. */
  private boolean isExtended;

  private PcreTranslation(String pattern, boolean isExtended, PcreGroups groups) {
    this.scan = new PcreScan(pattern);
    this.characters = new PcreCharacters(scan);
    this.groups = groups;
    this.isExtended = isExtended;
  }

  /**
   * A pattern in Java's language.
   *
   * @param groups Java's number of each group of the original
   * @param starts empty groups that stand where a match is to begin, the last one first reached
   */
  record Translated(String pattern, int[] groups, int[] starts) {}

  /**
   * Translates a pattern.
   *
   * @param flags Java's, of which comments matter
   * @throws PatternSyntaxException what PCRE does not take, or Java cannot do
   */
  static Translated translate(String pattern, int flags) {
    PcreGroups groups = null;
    for (int run = 0; run < MAX_RUNS; run++) {
      groups = new PcreGroups(groups);
      String java = new PcreTranslation(pattern, (flags & Pattern.COMMENTS) != 0, groups).run();
      if (!groups.isPreliminary()) {
        return new Translated(java, groups.numbers(), groups.starts());
      }
    }
    throw new IllegalStateException("references do not settle");
  }

  /** What is to be done where a group closes. Threads: confined to one operation. */
  private static final class OpenGroup {
    private final boolean wasExtended;

    /** The group's number where something asks whether it took part, or 0. */
    private int witnessed;

    /** What stands in the second branch of a condition, or nothing where there is none to come. */
    private String otherwise = "";

    private boolean isCondition;
    private boolean isLookBehind;
    private boolean isAssertion;

    OpenGroup(boolean wasExtended) {
      this.wasExtended = wasExtended;
    }
  }

  private String run() {
    verbs();
    while (!scan.isDone()) {
      switch (scan.next()) {
        case '\\' -> escape();
        case '[' -> characters.characterClass();
        case '(' -> group();
        case ')' -> close();
        case '|' -> alternative();
        case '{' -> scan.replace(1, isQuantifier() ? "{" : "\\{");
        case '*', '+', '?' -> {
          if (isInside(true)) {
            throw scan.invalid("lookbehind assertion is not fixed length");
          }
          scan.copy();
        }
        case '#' -> {
          if (isExtended) {
            int end = scan.pattern.indexOf('\n', scan.at);
            scan.at = end < 0 ? scan.pattern.length() : end;
          } else {
            scan.copy();
          }
        }
        default -> scan.copy();
      }
    }
    return scan.out.toString();
  }

  private boolean isInside(boolean lookBehindOnly) {
    return open.stream().anyMatch(group -> lookBehindOnly ? group.isLookBehind : group.isAssertion);
  }

  /** Verbs such as {@code (*UTF8)}: the text is UTF-8 anyway; {@code (*UCP)} widens the classes. */
  private void verbs() {
    while (scan.sees("(*")) {
      scan.at += 2;
      switch (scan.until(')', "(*VERB) not recognized or malformed")) {
        case "UCP" -> scan.out.append("(?U)");
        case "UTF", "UTF8", "LF", "NO_START_OPT", "NO_AUTO_POSSESS" -> {}
        default -> throw scan.invalid("(*VERB) not recognized or malformed");
      }
    }
  }

  private void escape() {
    char next = scan.peek(1);
    switch (next) {
      case 0 -> throw scan.invalid("\\ at end of pattern");
      case 'Q' -> {
        scan.at += 2;
        characters.quoted();
      }
      case 'E' -> scan.at += 2;
      case 'K' -> {
        if (isInside(false)) {
          throw scan.invalid("\\K is not allowed in lookarounds");
        }
        groups.start();
        scan.replace(2, "()");
      }
      case 'N' -> scan.replace(2, "[^\\n]");
      case 'g' -> {
        scan.at += 2;
        reference(scan.sees("{") ? braced('}') : numbered());
      }
      case 'k' -> {
        scan.at += 2;
        reference(
            switch (scan.isDone() ? 0 : scan.next()) {
              case '<' -> braced('>');
              case '{' -> braced('}');
              case '\'' -> braced('\'');
              default -> throw scan.invalid("\\k is not followed by a name");
            });
      }
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> digits();
      default -> {
        if (!characters.escape()) {
          characters.copyEscape();
        }
      }
    }
  }

  private String braced(char close) {
    scan.at++;
    return scan.until(close, "syntax error in subpattern name (missing terminator?)");
  }

  private String numbered() {
    String sign = scan.sees("-") || scan.sees("+") ? String.valueOf(scan.next()) : "";
    scan.at += sign.length();
    return sign + scan.digits(10, 6);
  }

  /** Digits refer to a group where there are so many, and are an octal number otherwise. */
  private void digits() {
    int start = scan.at++;
    String digits = scan.digits(10, 6);
    int number = Integer.parseInt(digits);
    if (number < 10 || number <= groups.total()) {
      reference(digits);
    } else {
      scan.at = start;
      characters.octal(3);
    }
  }

  private void reference(String text) {
    scan.out.append("(?:\\").append(groups.inJava(resolve(text))).append(')');
  }

  /** The number of the group that is meant by a number, a distance or a name. */
  private int resolve(String text) {
    int number;
    if (text.matches("[0-9]{1,6}")) {
      number = Integer.parseInt(text);
    } else if (text.matches("-[0-9]{1,6}")) {
      number = groups.opened() + 1 + Integer.parseInt(text);
    } else if (text.matches("\\+[0-9]{1,6}")) {
      number = groups.opened() + Integer.parseInt(text);
    } else {
      number = groups.named(text);
    }
    if (number < 1 || number > groups.total()) {
      throw scan.invalid("reference to non-existent subpattern");
    }
    return number;
  }

  private void group() {
    if (scan.sees("(?#")) {
      scan.until(')', "missing ) after (?# comment");
      return;
    }
    if (scan.sees("(?P=")) {
      scan.at += 4;
      reference(scan.until(')', "syntax error in subpattern name (missing terminator?)"));
      return;
    }
    OpenGroup group = new OpenGroup(isExtended);
    open.push(group);
    if (scan.sees("(?P<")) {
      scan.at += 3;
      named(group, '>');
    } else if (scan.sees("(?'")) {
      scan.at += 2;
      named(group, '\'');
    } else if (scan.sees("(?<=") || scan.sees("(?<!")) {
      group.isLookBehind = true;
      group.isAssertion = true;
      scan.replace(4, scan.pattern.substring(scan.at, scan.at + 4));
    } else if (scan.sees("(?<")) {
      scan.at += 2;
      named(group, '>');
    } else if (scan.sees("(?=") || scan.sees("(?!")) {
      group.isAssertion = true;
      scan.replace(3, scan.pattern.substring(scan.at, scan.at + 3));
    } else if (scan.sees("(?(")) {
      condition(group);
    } else if (scan.sees("(?")) {
      options(group);
    } else {
      scan.at++;
      capturing(group);
    }
  }

  private void named(OpenGroup group, char close) {
    String name = braced(close);
    capturing(group);
    if (!groups.name(name)) {
      throw scan.invalid("two named subpatterns have the same name");
    }
  }

  private void capturing(OpenGroup group) {
    int number = groups.open();
    if (groups.needsWitness(number)) {
      group.witnessed = number;
      scan.out.append("(?:");
    }
    scan.out.append('(');
  }

  /** {@code (?(1)yes|no)}, {@code (?(<name>)yes|no)}: whether a group has taken part. */
  private void condition(OpenGroup group) {
    scan.at += 3;
    if (scan.sees("?") || scan.sees("R") || scan.sees("DEFINE") || scan.sees("VERSION")) {
      throw scan.invalid("conditions other than on a group are not supported");
    }
    String asked = scan.until(')', "missing closing parenthesis for condition");
    if (asked.length() > 2 && (asked.startsWith("<") || asked.startsWith("'"))) {
      asked = asked.substring(1, asked.length() - 1);
    }
    int witness = groups.witnessInJava(resolve(asked));
    group.isCondition = true;
    group.otherwise = "|(?!\\" + witness + ")";
    scan.out.append("(?:(?:\\").append(witness).append(')');
  }

  private void alternative() {
    OpenGroup group = open.peek();
    if (group == null || !group.isCondition) {
      scan.copy();
      return;
    }
    if (group.otherwise.isEmpty()) {
      throw scan.invalid("conditional subpattern contains more than two branches");
    }
    scan.replace(1, group.otherwise);
    group.otherwise = "";
  }

  private void close() {
    OpenGroup group = open.poll();
    if (group == null) {
      throw scan.invalid("unmatched closing parenthesis");
    }
    isExtended = group.wasExtended;
    scan.out.append(group.otherwise);
    scan.copy();
    if (group.witnessed > 0) {
      groups.witness(group.witnessed);
      scan.out.append("())");
    }
  }

  /** {@code i} in the middle of a pattern must fold case beyond ASCII as the option does. */
  private void options(OpenGroup group) {
    scan.replace(2, "(?");
    boolean on = true;
    while (!scan.isDone() && "imsxn-^".indexOf(scan.next()) >= 0) {
      char c = scan.next();
      switch (c) {
        case 'n', '^' -> throw scan.invalid("(?" + c + ") is not supported");
        case '-' -> on = false;
        case 'x' -> isExtended = on;
        default -> {}
      }
      scan.replace(1, c == 'i' ? "iu" : String.valueOf(c));
    }
    if (scan.sees(")")) {
      // No group: the options hold up to the end of the one around it.
      open.remove(group);
      scan.copy();
    }
  }

  /** A brace that begins no quantifier is a literal. */
  private boolean isQuantifier() {
    int start = scan.at++;
    boolean isOne = !scan.digits(10, Integer.MAX_VALUE).isEmpty();
    if (isOne && scan.sees(",")) {
      scan.at++;
      scan.digits(10, Integer.MAX_VALUE);
    }
    isOne &= scan.sees("}");
    scan.at = start;
    return isOne;
  }
}

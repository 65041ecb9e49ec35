package dev.meerkat.engine.index;

import dev.meerkat.spi.index.Interval;
import org.bson.BsonDocument;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;

/**
 * The strings that a regular expression can match, as far as its anchored literal beginning tells.
 * Threads: immutable.
 */
final class RegexPrefix {
  private static final String SPECIAL = "\\^$.[]|()?*+{}";

  private RegexPrefix() {}

  /** An interval that holds every string that the expression matches. */
  static Interval interval(BsonRegularExpression regex) {
    String prefix = literalPrefix(regex);
    if (prefix.isEmpty()) {
      return new Interval(new BsonString(""), true, new BsonDocument(), false);
    }
    char last = prefix.charAt(prefix.length() - 1);
    BsonString end = new BsonString(prefix.substring(0, prefix.length() - 1) + (char) (last + 1));
    return new Interval(new BsonString(prefix), true, end, false);
  }

  /** What every match begins with; empty where the expression is not anchored or has options. */
  private static String literalPrefix(BsonRegularExpression regex) {
    String pattern = regex.getPattern();
    if (!regex.getOptions().isEmpty() || pattern.indexOf('|') >= 0) {
      return "";
    }
    int start = pattern.startsWith("^") ? 1 : pattern.startsWith("\\A") ? 2 : -1;
    if (start < 0) {
      return "";
    }
    int end = start;
    // Only ASCII: incrementing the last character must stay one step in UTF-8's order.
    while (end < pattern.length() && isLiteral(pattern.charAt(end))) {
      end++;
    }
    boolean repeated = end < pattern.length() && "?*{".indexOf(pattern.charAt(end)) >= 0;
    return pattern.substring(start, repeated && end > start ? end - 1 : end);
  }

  private static boolean isLiteral(char c) {
    return c < 0x7F && c >= ' ' && SPECIAL.indexOf(c) < 0;
  }
}

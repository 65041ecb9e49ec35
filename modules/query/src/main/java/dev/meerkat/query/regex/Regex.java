package dev.meerkat.query.regex;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A compiled regular expression in PCRE's syntax. A search that takes too many steps ends with
 * error 51156 instead of holding its thread. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/regex/">$regex</a>
 */
public final class Regex {
  /** The longest pattern, in UTF-8 bytes. */
  private static final int MAX_PATTERN_BYTES = 16_384;

  private static final ErrorCode INVALID_PATTERN = ErrorCode.location(51091);
  private static final ErrorCode INVALID_OPTIONS = ErrorCode.location(51108);

  private final String pattern;
  private final String options;
  private final Pattern compiled;

  private Regex(String pattern, String options, Pattern compiled) {
    this.pattern = pattern;
    this.options = options;
    this.compiled = compiled;
  }

  /**
   * Compiles a pattern.
   *
   * @param options any of {@code imsxu}
   * @throws ServerException 51108 for another option, 51091 for a pattern that cannot be compiled
   */
  public static Regex compile(String pattern, String options) {
    int flags = flags(options);
    if (pattern.length() > MAX_PATTERN_BYTES) {
      throw new ServerException(
          INVALID_PATTERN, "Regular expression is invalid: regular expression is too large");
    }
    try {
      return new Regex(
          pattern, options, Pattern.compile(PcreTranslation.translate(pattern), flags));
    } catch (PatternSyntaxException e) {
      throw new ServerException(
          INVALID_PATTERN, "Regular expression is invalid: " + e.getDescription());
    } catch (StackOverflowError _) {
      // A pattern nested some thousand levels deep; PCRE refuses it, too.
      throw new ServerException(
          INVALID_PATTERN, "Regular expression is invalid: parentheses are too deeply nested");
    }
  }

  /**
   * Whether the pattern says with {@code \\K} where its match begins: that it matches is known,
   * where it begins is not.
   */
  public boolean movesStart() {
    for (int i = pattern.indexOf('\\'); i >= 0; i = pattern.indexOf('\\', i + 2)) {
      if (pattern.startsWith("K", i + 1)) {
        return true;
      }
    }
    return false;
  }

  public String pattern() {
    return pattern;
  }

  public String options() {
    return options;
  }

  /** Whether the pattern matches somewhere in the text. */
  public boolean find(String text) {
    return find(matcher(text));
  }

  /** A matcher over a text; search with {@link #find(Matcher)}. */
  public Matcher matcher(String text) {
    return compiled.matcher(new BudgetedText(text));
  }

  /** Searches on from where the matcher stands. */
  public static boolean find(Matcher matcher) {
    try {
      return matcher.find();
    } catch (StackOverflowError _) {
      // java.util.regex recurses once per repetition of a group; the frames are gone by now.
      throw BudgetedText.exhausted();
    }
  }

  private static int flags(String options) {
    int flags = Pattern.UNIX_LINES;
    for (int i = 0; i < options.length(); i++) {
      flags |=
          switch (options.charAt(i)) {
            case 'i' -> Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
            case 'm' -> Pattern.MULTILINE;
            case 's' -> Pattern.DOTALL;
            case 'x' -> Pattern.COMMENTS;
            case 'u' -> 0;
            default ->
                throw new ServerException(
                    INVALID_OPTIONS, "invalid flag in regex options: " + options.charAt(i));
          };
    }
    return flags;
  }
}

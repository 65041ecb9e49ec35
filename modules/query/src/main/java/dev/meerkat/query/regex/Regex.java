package dev.meerkat.query.regex;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

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

  /** The numbers that the pattern's groups have in the compiled one. */
  private final int[] groups;

  /** Groups of the compiled pattern that stand where a match is to begin. */
  private final int[] starts;

  private Regex(String pattern, String options, int flags) {
    PcreTranslation.Translated translated = PcreTranslation.translate(pattern, flags);
    this.pattern = pattern;
    this.options = options;
    this.compiled = Pattern.compile(translated.pattern(), flags);
    this.groups = translated.groups();
    this.starts = translated.starts();
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
      return new Regex(pattern, options, flags);
    } catch (PatternSyntaxException e) {
      throw new ServerException(
          INVALID_PATTERN, "Regular expression is invalid: " + e.getDescription());
    } catch (StackOverflowError _) {
      // A pattern nested some thousand levels deep; PCRE refuses it, too.
      throw new ServerException(
          INVALID_PATTERN, "Regular expression is invalid: parentheses are too deeply nested");
    }
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

  /** Where a match begins; with {@code \\K} that is not where the matcher began. */
  public int start(Matcher match) {
    int start = -1;
    for (int group : starts) {
      start = Math.max(start, match.start(group));
    }
    return start < 0 ? match.start() : start;
  }

  public int groupCount() {
    return groups.length;
  }

  /**
   * What a group of the pattern has matched, or null where it took no part.
   *
   * @param number from 1
   */
  public @Nullable String group(Matcher match, int number) {
    return match.group(groups[number - 1]);
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

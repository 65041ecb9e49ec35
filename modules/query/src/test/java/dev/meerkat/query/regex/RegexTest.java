package dev.meerkat.query.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PCRE's patterns mean what they mean there. */
final class RegexTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          ^ab            ~   ~ abc      ~ true
          CAFÉ           ~ i ~ café     ~ true
          [[:digit:]]+x  ~   ~ 12x      ~ true
          [^[:alpha:]]   ~   ~ abc      ~ false
          []a]           ~   ~ x]       ~ true
          (?<=(a))b+     ~   ~ abb      ~ true
          [a&&b]         ~   ~ &        ~ true
          [a b]          ~ x ~ a_b      ~ true
          a b            ~ x ~ ab       ~ true
          a{             ~   ~ a{       ~ true
          a{2,3}$        ~   ~ aaa      ~ true
          (?P<n>a)(?P=n) ~   ~ aa       ~ true
          (?<n>a)\\k{n}   ~   ~ aa       ~ true
          (a)\\g1         ~   ~ aa       ~ true
          a(?#no)b       ~   ~ ab       ~ true
          \\p{Lu}         ~   ~ a        ~ false
          \\p{Greek}      ~   ~ λ        ~ true
          \\x{3bb}        ~   ~ λ        ~ true
          \\Qa.b\\E        ~   ~ axb      ~ false
          (*UTF8)a       ~   ~ a        ~ true
          (?i)É          ~   ~ é        ~ true
          """)
  void findsWhatPcreFinds(String pattern, String options, String text, boolean found) {
    Regex regex = Regex.compile(pattern, options == null ? "" : options);
    assertEquals(found, regex.find(text));
  }

  @Test
  void linesEndWithLineFeedsOnly() {
    assertTrue(Regex.compile("a.b", "").find("a\rb"));
    assertTrue(Regex.compile("^S", "m").find("First\r\nSecond"));
  }

  @Test
  void aPatternThatBacktracksWithoutEndIsStopped() {
    Regex regex = Regex.compile("(a+)+b\\1", "");
    ServerException stopped = assertThrows(ServerException.class, () -> regex.find("a".repeat(60)));
    assertEquals(51156, stopped.code().number());
  }

  @ParameterizedTest
  @CsvSource({
    "[a, '', 51091",
    "(, '', 51091",
    "\\, '', 51091",
    "(?<=a+)b, '', 51091",
    "a, g, 51108"
  })
  void refusesWithMongoDbsCode(String pattern, String options, int code) {
    ServerException refusal =
        assertThrows(ServerException.class, () -> Regex.compile(pattern, options));
    assertEquals(code, refusal.code().number());
  }
}

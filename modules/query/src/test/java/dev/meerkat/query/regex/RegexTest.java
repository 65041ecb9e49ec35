package dev.meerkat.query.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import java.util.regex.Matcher;
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
          ^(a)?(?(1)b|c)$ ~  ~ ab       ~ true
          ^(a)?(?(1)b|c)$ ~  ~ c        ~ true
          ^(a)?(?(1)b|c)$ ~  ~ ac       ~ false
          ^(a)?(?(1)b|c)$ ~  ~ b        ~ false
          ^(a|(b))(?(2)c)$ ~ ~ bc       ~ true
          ^(a|(b))(?(2)c)$ ~ ~ b        ~ false
          ^(a|(b))(?(2)c)$ ~ ~ a        ~ true
          ^(?<q>")?x(?(q)")$ ~ ~ "x"    ~ true
          ^(?<q>")?x(?(<q>)")$ ~ ~ "x   ~ false
          ^(x)?(a)?(?(1)b)\\2$ ~ ~ xaba ~ true
          ^(?:(?(1)b|a)|(c)){3}$ ~ ~ acb ~ true
          (?<a_b>x)\\k<a_b> ~ ~ xx      ~ true
          (a)(b)\\g{-1}   ~   ~ abb      ~ true
          (a)(b)\\g{-2}   ~   ~ abb      ~ false
          ^\\101\\0x$      ~   ~ abb      ~ false
          ^\\101$         ~   ~ A        ~ true
          ^[\\101]$       ~   ~ A        ~ true
          """)
  void findsWhatPcreFinds(String pattern, String options, String text, boolean found) {
    Regex regex = Regex.compile(pattern, options == null ? "" : options);
    assertEquals(found, regex.find(text));
  }

  @Test
  void whatTheTranslationAddsIsNotSeen() {
    Regex regex = Regex.compile("(a(b))?c\\K(?(1)(d)|(e))", "");
    Matcher match = regex.matcher("abcd");
    assertTrue(Regex.find(match));
    assertEquals(4, regex.groupCount());
    assertEquals("ab", regex.group(match, 1));
    assertEquals("b", regex.group(match, 2));
    assertEquals("d", regex.group(match, 3));
    assertNull(regex.group(match, 4));
    assertEquals(3, regex.start(match));
  }

  @Test
  void commentsMayHoldBrackets() {
    assertTrue(Regex.compile("a#[(\nb", "x").find("ab"));
    assertTrue(Regex.compile("(?:(?x)a#(\n)#", "").find("a#"));
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
    "(?(1)a|b), '', 51091",
    "(a)(?(1)a|b|c), '', 51091",
    "(?=a\\Kb), '', 51091",
    "(a)(?2), '', 51091",
    "(a)\\2, '', 51091",
    "(?<n>a)(?<n>b), '', 51091",
    "a), '', 51091",
    "a, g, 51108"
  })
  void refusesWithMongoDbsCode(String pattern, String options, int code) {
    ServerException refusal =
        assertThrows(ServerException.class, () -> Regex.compile(pattern, options));
    assertEquals(code, refusal.code().number());
  }
}

package dev.meerkat.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What words a text has, in every language and version. */
final class TextWordsTest {
  private static List<String> words(TextLanguage language, int version, String text) {
    List<String> words = new ArrayList<>();
    new TextWords(language, version).find(text, words::add);
    return words;
  }

  @ParameterizedTest
  @CsvSource({
    "ENGLISH, running dogs, run dog",
    "ENGLISH, the cat isn't there, cat",
    "ENGLISH, foo-bar_baz.qux, foo bar_baz qux",
    "FRENCH, l'amour des chevaux, amour cheval",
    "GERMAN, die Häuser, haus",
    "SPANISH, los perros, perr",
    "RUSSIAN, собаки и кошки, собак кошк",
    "TURKISH, KITAPLAR, kıtap",
    "NONE, The dogs, the dogs"
  })
  void stemsAreThoseOfTheLanguage(TextLanguage language, String text, String expected) {
    assertEquals(List.of(expected.split(" ")), words(language, 3, text));
  }

  @ParameterizedTest
  @EnumSource(TextLanguage.class)
  void everyLanguageHasAStemmerAndStopWords(TextLanguage language) {
    assertEquals(
        language, TextLanguage.find(language.wireName().toUpperCase(java.util.Locale.ROOT)));
    if (language == TextLanguage.NONE) {
      assertNull(language.newStemmer());
      assertFalse(language.isStopWord("the"));
    } else {
      assertNotNull(language.newStemmer());
      assertFalse(language.isStopWord("meerkat"));
    }
  }

  @Test
  void diacriticsCountBeforeTheThirdVersionOnly() {
    assertEquals(List.of("cafe"), words(TextLanguage.NONE, 3, "Café"));
    assertEquals(List.of("café"), words(TextLanguage.NONE, 2, "Café"));
    assertEquals(List.of("ÉtÉ"), words(TextLanguage.NONE, 1, "ÉTÉ"));
    assertEquals(List.of("a\u00A0b"), words(TextLanguage.NONE, 2, "a\u00A0b"));
    assertEquals(List.of("a", "b"), words(TextLanguage.NONE, 3, "a\u00A0b"));
  }

  @Test
  void stopWordsAreManyInEnglish() {
    for (String word : List.of("a", "about", "above", "yourselves", "wouldn't")) {
      assertTrue(TextLanguage.ENGLISH.isStopWord(word), word);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b -c|a b|c||",
        "a-b c|a b c|||",
        "a -b-c d|a d|b c||",
        "\"a b\" c|a b c||a b|",
        "c -\"a b\" d|c d|||a b",
        "- a|a|||",
        "a \"b -c\"|a b c||b -c|"
      })
  void aSearchIsTakenApart(
      String search, String positive, String negative, String phrase, String negativePhrase) {
    TextQuery query = TextQuery.parse(search, new TextWords(TextLanguage.NONE, 3));
    assertEquals(positive, query.positive().strip());
    assertEquals(negative == null ? "" : negative, query.negative().strip());
    assertEquals(phrase == null ? List.of() : List.of(phrase), query.phrases());
    assertEquals(
        negativePhrase == null ? List.of() : List.of(negativePhrase), query.negativePhrases());
  }
}

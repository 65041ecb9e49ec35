package dev.meerkat.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import org.jspecify.annotations.Nullable;
import org.tartarus.snowball.SnowballStemmer;

/**
 * Takes text apart into words, and words to their stems, as the versions of text indexes do it:
 * from version 3 on by the properties of Unicode, before that by those of ASCII. Threads: confined
 * to one operation.
 */
final class TextWords {
  /** Takes the words. */
  interface Sink {
    void word(String stem);
  }

  private static final Normalizer2 DECOMPOSED = Normalizer2.getNFDInstance();
  private static final Normalizer2 COMPOSED = Normalizer2.getNFCInstance();
  private static final int UNICODE_VERSION = 3;

  private final TextLanguage language;
  private final boolean unicode;
  private final @Nullable SnowballStemmer stemmer;

  TextWords(TextLanguage language, int version) {
    this.language = language;
    this.unicode = version >= UNICODE_VERSION;
    this.stemmer = language.newStemmer();
  }

  /** The words that count, in lower case and without diacritics, as an index holds them. */
  void find(String text, Sink sink) {
    find(text, false, false, sink);
  }

  /** The words that count. */
  void find(String text, boolean caseSensitive, boolean diacriticSensitive, Sink sink) {
    int start = -1;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (isDelimiter(codePoint)) {
        if (start >= 0) {
          word(text.substring(start, i), caseSensitive, diacriticSensitive, sink);
          start = -1;
        }
      } else if (start < 0) {
        start = i;
      }
      i += Character.charCount(codePoint);
    }
    if (start >= 0) {
      word(text.substring(start), caseSensitive, diacriticSensitive, sink);
    }
  }

  private void word(String raw, boolean caseSensitive, boolean diacriticSensitive, Sink sink) {
    String lower = lower(raw);
    if (language.isStopWord(lower)) {
      return;
    }
    String stem = stem(caseSensitive ? raw : lower);
    sink.word(diacriticSensitive || !unicode ? stem : withoutDiacritics(stem));
  }

  private String stem(String word) {
    if (stemmer == null) {
      return word;
    }
    stemmer.setCurrent(word);
    stemmer.stem();
    return stemmer.getCurrent();
  }

  /** Whether a character stands between words. */
  boolean isDelimiter(int codePoint) {
    if (codePoint == '\'') {
      return language != TextLanguage.ENGLISH;
    }
    if (codePoint < 0x80 || unicode) {
      return codePoint < ' '
          || UCharacter.hasBinaryProperty(codePoint, UProperty.WHITE_SPACE)
          || UCharacter.hasBinaryProperty(codePoint, UProperty.PATTERN_SYNTAX)
          || UCharacter.hasBinaryProperty(codePoint, UProperty.DASH)
          || UCharacter.hasBinaryProperty(codePoint, UProperty.HYPHEN)
          || UCharacter.hasBinaryProperty(codePoint, UProperty.QUOTATION_MARK)
          || UCharacter.hasBinaryProperty(codePoint, UProperty.TERMINAL_PUNCTUATION);
    }
    return false;
  }

  /** A text in lower case, character by character. */
  String lower(String text) {
    StringBuilder lower = null;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int folded = lower(codePoint);
      if (folded != codePoint && lower == null) {
        lower = new StringBuilder(text.length()).append(text, 0, i);
      }
      if (lower != null) {
        lower.appendCodePoint(folded);
      }
      i += Character.charCount(codePoint);
    }
    return lower == null ? text : lower.toString();
  }

  private int lower(int codePoint) {
    if (codePoint < 0x80 && !(codePoint == 'I' && language == TextLanguage.TURKISH)) {
      return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + ('a' - 'A') : codePoint;
    }
    if (!unicode) {
      return codePoint == 'I' ? 'i' : codePoint;
    }
    if (language == TextLanguage.TURKISH) {
      if (codePoint == 'I') {
        return '\u0131';
      }
      if (codePoint == '\u0130') {
        return 'i';
      }
    }
    return Character.toLowerCase(codePoint);
  }

  /** A text without its diacritics; from version 3 on they make no difference. */
  String withoutDiacritics(String text) {
    boolean isAscii = true;
    for (int i = 0; i < text.length() && isAscii; i++) {
      isAscii = text.charAt(i) < 0x80;
    }
    if (isAscii || !unicode) {
      return text;
    }
    String decomposed = DECOMPOSED.normalize(text);
    StringBuilder plain = new StringBuilder(decomposed.length());
    decomposed
        .codePoints()
        .filter(each -> !UCharacter.hasBinaryProperty(each, UProperty.DIACRITIC))
        .forEach(plain::appendCodePoint);
    return COMPOSED.normalize(plain);
  }
}

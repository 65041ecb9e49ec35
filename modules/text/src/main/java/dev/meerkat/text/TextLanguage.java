package dev.meerkat.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.apache.lucene.util.ClasspathResourceLoader;
import org.jspecify.annotations.Nullable;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.DanishStemmer;
import org.tartarus.snowball.ext.DutchStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.FinnishStemmer;
import org.tartarus.snowball.ext.FrenchStemmer;
import org.tartarus.snowball.ext.GermanStemmer;
import org.tartarus.snowball.ext.HungarianStemmer;
import org.tartarus.snowball.ext.ItalianStemmer;
import org.tartarus.snowball.ext.NorwegianStemmer;
import org.tartarus.snowball.ext.PortugueseStemmer;
import org.tartarus.snowball.ext.RomanianStemmer;
import org.tartarus.snowball.ext.RussianStemmer;
import org.tartarus.snowball.ext.SpanishStemmer;
import org.tartarus.snowball.ext.SwedishStemmer;
import org.tartarus.snowball.ext.TurkishStemmer;

/**
 * A language of text: how its words are brought back to their stems, and which of them say nothing.
 * Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/text-search-languages/">Text search
 *     languages</a>
 */
enum TextLanguage {
  NONE("none", "none"),
  DANISH("danish", "da"),
  DUTCH("dutch", "nl"),
  ENGLISH("english", "en"),
  FINNISH("finnish", "fi"),
  FRENCH("french", "fr"),
  GERMAN("german", "de"),
  HUNGARIAN("hungarian", "hu"),
  ITALIAN("italian", "it"),
  NORWEGIAN("norwegian", "nb"),
  PORTUGUESE("portuguese", "pt"),
  ROMANIAN("romanian", "ro"),
  RUSSIAN("russian", "ru"),
  SPANISH("spanish", "es"),
  SWEDISH("swedish", "sv"),
  TURKISH("turkish", "tr");

  private static final Map<String, TextLanguage> BY_NAME = new HashMap<>();

  /** Of the languages that somebody has asked for: loading takes a while. */
  private static final Map<TextLanguage, CharArraySet> STOP_WORDS = new ConcurrentHashMap<>();

  static {
    for (TextLanguage language : values()) {
      BY_NAME.put(language.wireName, language);
      BY_NAME.put(language.code, language);
    }
  }

  private final String wireName;
  private final String code;

  TextLanguage(String wireName, String code) {
    this.wireName = wireName;
    this.code = code;
  }

  /** The language of a name or of a code of two letters, or null. */
  static @Nullable TextLanguage find(String name) {
    return BY_NAME.get(name.toLowerCase(Locale.ROOT));
  }

  /** The name as a spec shows it. */
  String wireName() {
    return wireName;
  }

  /** A stemmer for one operation, or null where words stay as they are. */
  @Nullable SnowballStemmer newStemmer() {
    return switch (this) {
      case NONE -> null;
      case DANISH -> new DanishStemmer();
      case DUTCH -> new DutchStemmer();
      case ENGLISH -> new EnglishStemmer();
      case FINNISH -> new FinnishStemmer();
      case FRENCH -> new FrenchStemmer();
      case GERMAN -> new GermanStemmer();
      case HUNGARIAN -> new HungarianStemmer();
      case ITALIAN -> new ItalianStemmer();
      case NORWEGIAN -> new NorwegianStemmer();
      case PORTUGUESE -> new PortugueseStemmer();
      case ROMANIAN -> new RomanianStemmer();
      case RUSSIAN -> new RussianStemmer();
      case SPANISH -> new SpanishStemmer();
      case SWEDISH -> new SwedishStemmer();
      case TURKISH -> new TurkishStemmer();
    };
  }

  /** Whether a word, in lower case, says nothing. */
  boolean isStopWord(String word) {
    if (this == NONE) {
      return false;
    }
    return STOP_WORDS.computeIfAbsent(this, TextLanguage::load).contains(word);
  }

  private CharArraySet load() {
    return switch (this) {
      case ROMANIAN -> RomanianAnalyzer.getDefaultStopSet();
      case TURKISH -> TurkishAnalyzer.getDefaultStopSet();
      default -> {
        String resource = wireName + "_stop.txt";
        try (InputStream stream =
                new ClasspathResourceLoader(SnowballFilter.class).openResource(resource);
            Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
          yield WordlistLoader.getSnowballWordSet(reader);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}

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
import java.util.function.Supplier;
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
  NONE("none", "none", null),
  DANISH("danish", "da", DanishStemmer::new),
  DUTCH("dutch", "nl", DutchStemmer::new),
  ENGLISH("english", "en", EnglishStemmer::new),
  FINNISH("finnish", "fi", FinnishStemmer::new),
  FRENCH("french", "fr", FrenchStemmer::new),
  GERMAN("german", "de", GermanStemmer::new),
  HUNGARIAN("hungarian", "hu", HungarianStemmer::new),
  ITALIAN("italian", "it", ItalianStemmer::new),
  NORWEGIAN("norwegian", "nb", NorwegianStemmer::new),
  PORTUGUESE("portuguese", "pt", PortugueseStemmer::new),
  ROMANIAN("romanian", "ro", RomanianStemmer::new),
  RUSSIAN("russian", "ru", RussianStemmer::new),
  SPANISH("spanish", "es", SpanishStemmer::new),
  SWEDISH("swedish", "sv", SwedishStemmer::new),
  TURKISH("turkish", "tr", TurkishStemmer::new);

  private static final Map<String, TextLanguage> BY_NAME = new HashMap<>();

  static {
    for (TextLanguage language : values()) {
      BY_NAME.put(language.wireName, language);
      BY_NAME.put(language.code, language);
    }
  }

  private final String wireName;
  private final String code;
  private final @Nullable Supplier<SnowballStemmer> stemmers;
  private volatile @Nullable CharArraySet stopWords;

  TextLanguage(String wireName, String code, @Nullable Supplier<SnowballStemmer> stemmers) {
    this.wireName = wireName;
    this.code = code;
    this.stemmers = stemmers;
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
    return stemmers == null ? null : stemmers.get();
  }

  /** Whether a word, in lower case, says nothing. */
  boolean isStopWord(String word) {
    if (this == NONE) {
      return false;
    }
    CharArraySet words = stopWords;
    if (words == null) {
      words = load();
      stopWords = words;
    }
    return words.contains(word);
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

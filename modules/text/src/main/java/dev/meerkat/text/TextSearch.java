package dev.meerkat.text;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.WordSearch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * One {@code $text} as a text index answers it. Threads: immutable.
 *
 * @param bounds the words to look for in the index
 * @param positive the words of which one must be there, in the sensitivity asked for
 */
record TextSearch(
    TextSpec spec,
    TextLanguage language,
    boolean caseSensitive,
    boolean diacriticSensitive,
    TextQuery query,
    List<String> bounds,
    Set<String> positive,
    Set<String> negative)
    implements WordSearch {

  /**
   * Reads the operand of {@code $text}, whose fields have been checked.
   *
   * @throws ServerException 2 BadValue where the language is unknown
   */
  static TextSearch of(TextSpec spec, BsonDocument operand) {
    TextLanguage language = language(spec, operand.get("$language"));
    boolean caseSensitive = operand.getBoolean("$caseSensitive", BsonBoolean.FALSE).getValue();
    boolean diacriticSensitive =
        operand.getBoolean("$diacriticSensitive", BsonBoolean.FALSE).getValue();
    TextWords words = new TextWords(language, spec.version());
    TextQuery query = TextQuery.parse(operand.getString("$search").getValue(), words);
    Set<String> bounds = new TreeSet<>();
    words.find(query.positive(), bounds::add);
    Set<String> positive = new TreeSet<>();
    words.find(query.positive(), caseSensitive, diacriticSensitive, positive::add);
    Set<String> negative = new TreeSet<>();
    words.find(query.negative(), caseSensitive, diacriticSensitive, negative::add);
    return new TextSearch(
        spec,
        language,
        caseSensitive,
        diacriticSensitive,
        query,
        List.copyOf(bounds),
        Set.copyOf(positive),
        Set.copyOf(negative));
  }

  private static TextLanguage language(TextSpec spec, org.bson.@Nullable BsonValue name) {
    if (name == null) {
      return spec.language();
    }
    TextLanguage found = TextLanguage.find(name.asString().getValue());
    if (found == null) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "unsupported language: \""
              + name.asString().getValue()
              + "\" for text index version "
              + spec.version());
    }
    return found;
  }

  @Override
  public int component() {
    return spec.component();
  }

  @Override
  public List<String> words() {
    return bounds;
  }

  @Override
  public boolean matches(DocumentView document) {
    boolean isSensitive = caseSensitive || diacriticSensitive;
    if (!isSensitive
        && negative.isEmpty()
        && query.phrases().isEmpty()
        && query.negativePhrases().isEmpty()) {
      return true;
    }
    Check check = new Check();
    spec.texts(document, check);
    return (!isSensitive || check.hasPositive) && !check.hasNegative && check.missing.isEmpty();
  }

  /** Looks through the texts of one document. */
  private final class Check implements TextSpec.Sink {
    private final Map<TextLanguage, TextWords> words = new EnumMap<>(TextLanguage.class);
    private final List<String> missing = new ArrayList<>();
    private boolean hasPositive;
    private boolean hasNegative;

    Check() {
      for (String phrase : query.phrases()) {
        missing.add(folded(phrase, newWords(language)));
      }
    }

    private TextWords newWords(TextLanguage own) {
      return words.computeIfAbsent(own, each -> new TextWords(each, spec.version()));
    }

    @Override
    public void text(String text, TextLanguage own, double weight) {
      TextWords ownWords = newWords(own);
      ownWords.find(
          text,
          caseSensitive,
          diacriticSensitive,
          word -> {
            hasPositive |= positive.contains(word);
            hasNegative |= negative.contains(word);
          });
      String folded = folded(text, newWords(language));
      missing.removeIf(folded::contains);
      for (String phrase : query.negativePhrases()) {
        hasNegative |= folded.contains(folded(phrase, newWords(language)));
      }
    }

    private String folded(String text, TextWords by) {
      String cased = caseSensitive ? text : by.lower(text);
      return diacriticSensitive ? cased : by.withoutDiacritics(cased);
    }
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(
            "parsedTextQuery",
            new BsonDocument("terms", array(bounds))
                .append("negatedTerms", array(new TreeSet<>(negative)))
                .append("phrases", array(query.phrases()))
                .append("negatedPhrases", array(query.negativePhrases())))
        .append("textIndexVersion", new BsonInt32(spec.version()));
  }

  private static BsonArray array(Collection<String> words) {
    BsonArray array = new BsonArray();
    words.forEach(word -> array.add(new BsonString(word)));
    return array;
  }
}

package dev.meerkat.text;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What a text index holds of a document. Threads: immutable.
 *
 * @param weights of the fields named one by one
 * @param wildcard whether all other strings are held too
 * @param component where in the key pattern the words stand; the score follows
 */
record TextSpec(
    Map<String, Double> weights,
    boolean wildcard,
    TextLanguage language,
    String languageField,
    int version,
    int component) {
  static final String WILDCARD = "$**";
  static final String WORDS = "_fts";
  static final String SCORE = "_ftsx";

  TextSpec {
    weights = Map.copyOf(weights);
  }

  /** Reads a spec that {@link TextIndexType} has brought into its form. */
  static TextSpec of(BsonDocument spec) {
    Map<String, Double> weights = new HashMap<>();
    boolean wildcard = false;
    for (Map.Entry<String, BsonValue> weight : spec.getDocument("weights").entrySet()) {
      if (weight.getKey().equals(WILDCARD)) {
        wildcard = true;
      } else {
        weights.put(weight.getKey(), weight.getValue().asNumber().doubleValue());
      }
    }
    return new TextSpec(
        weights,
        wildcard,
        Objects.requireNonNull(TextLanguage.find(spec.getString("default_language").getValue())),
        spec.getString("language_override").getValue(),
        spec.getNumber("textIndexVersion").intValue(),
        List.copyOf(spec.getDocument("key").keySet()).indexOf(WORDS));
  }

  /** Takes each text that is held. */
  interface Sink {
    void text(String text, TextLanguage language, double weight);
  }

  /**
   * Finds every text of a document that the index holds.
   *
   * @throws ServerException 17261, 17262 where a document names no language
   */
  void texts(DocumentView document, Sink sink) {
    fields(document.toBson(), "", language, sink);
  }

  private void fields(BsonDocument document, String prefix, TextLanguage outer, Sink sink) {
    boolean isTop = prefix.isEmpty();
    TextLanguage own = version > 1 || isTop ? language(document, outer) : outer;
    for (Map.Entry<String, BsonValue> field : document.entrySet()) {
      if (wildcard && field.getKey().equals(languageField)) {
        continue;
      }
      value(field.getValue(), prefix + field.getKey(), own, sink);
    }
  }

  private void value(BsonValue value, String path, TextLanguage current, Sink sink) {
    switch (value.getBsonType()) {
      case STRING -> {
        Double weight = weights.get(path);
        if (weight != null || wildcard) {
          sink.text(value.asString().getValue(), current, weight == null ? 1 : weight);
        }
      }
      case DOCUMENT -> {
        if (leadsSomewhere(path)) {
          fields(value.asDocument(), path + ".", current, sink);
        }
      }
      case ARRAY -> {
        for (BsonValue element : value.asArray()) {
          value(element, path, current, sink);
        }
      }
      default -> {}
    }
  }

  private boolean leadsSomewhere(String path) {
    if (wildcard) {
      return true;
    }
    String start = path + ".";
    for (String field : weights.keySet()) {
      if (field.startsWith(start)) {
        return true;
      }
    }
    return false;
  }

  private TextLanguage language(BsonDocument document, TextLanguage outer) {
    BsonValue name = document.get(languageField);
    if (name == null) {
      return outer;
    }
    if (!(name instanceof BsonString string)) {
      throw new ServerException(
          ErrorCode.location(17261),
          "found language override field in document with non-string type");
    }
    TextLanguage found = TextLanguage.find(string.getValue());
    if (found == null) {
      throw new ServerException(
          ErrorCode.location(17262), "language override unsupported: " + string.getValue());
    }
    return found;
  }
}

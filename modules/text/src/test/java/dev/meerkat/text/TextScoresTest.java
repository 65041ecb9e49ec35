package dev.meerkat.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import java.util.Map;
import java.util.SortedMap;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What words of a document score. */
final class TextScoresTest {
  private static TextSpec spec(String given) {
    return TextSpec.of(new TextIndexType().validate(BsonDocument.parse(given)));
  }

  private static SortedMap<String, Double> scores(String spec, String document) {
    return new TextScores(spec(spec)).of(DocumentView.of(BsonDocument.parse(document)));
  }

  @Test
  void aWordCountsTheMoreTheLargerItsPart() {
    String spec = "{v: 2, key: {a: 'text'}, name: 't'}";
    assertEquals(Map.of("coffe", 1.0), scores(spec, "{a: 'coffee'}"));
    assertEquals(Map.of("tea", 1.1), scores(spec, "{a: 'Tea'}"));
    assertEquals(Map.of("tea", 0.75, "cake", 0.75), scores(spec, "{a: 'tea and cakes'}"));
    // Twice: 1 + 1/2, and two of three words.
    assertEquals(1.5 * (0.5 * 2 / 3 + 0.5), scores(spec, "{a: 'tea cake tea'}").get("tea"));
  }

  @Test
  void fieldsWeighAndAddUp() {
    String spec = "{v: 2, key: {a: 'text', 'b.c': 'text'}, name: 't', weights: {a: 3}}";
    assertEquals(
        Map.of("tea", 3.3 + 1.1 + 1.1),
        scores(spec, "{a: 'tea', b: [{c: 'tea'}, {c: ['tea', 5]}]}"));
    assertEquals(Map.of(), scores(spec, "{b: 'tea', c: 'tea'}"));
  }

  @Test
  void documentsWithinADocumentHaveLanguagesOfTheirOwn() {
    String spec = "{v: 2, key: {'$**': 'text'}, name: 't'}";
    String document =
        "{a: 'dogs', b: {language: 'none', c: 'dogs'}, d: {language: 'es', e: 'perros'}}";
    assertEquals(java.util.Set.of("dog", "dogs", "perr"), scores(spec, document).keySet());
    assertEquals(
        17261,
        assertThrows(ServerException.class, () -> scores(spec, "{language: 5}")).code().number());
  }
}

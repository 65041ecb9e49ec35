package dev.meerkat.aggregation.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.values.FieldPath;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.junit.jupiter.api.Test;

/** A field that is written into the bytes of a document is as one that is put into its values. */
final class NestedFieldsTest {
  private static final List<String> DOCUMENTS =
      List.of(
          "{}",
          "{_id: 1}",
          "{a: 1, _id: 1}",
          "{_id: 1, a: {}, z: [1, {b: 2}]}",
          "{_id: 1, a: {b: 1, c: 'x'}, z: null}",
          "{a: {b: {c: {}}, d: 5}, b: {}}",
          "{a: [{b: 1}], b: {c: [1]}}");

  @Test
  void bytesAreWrittenAsValuesAre() {
    for (String json : DOCUMENTS) {
      for (String dotted : List.of("a", "b", "z", "a.b", "a.b.c", "z.1.b", "_id")) {
        BsonDocument document = BsonDocument.parse(json);
        FieldPath path = FieldPath.of(dotted);
        BsonDouble value = new BsonDouble(2.5);
        DocumentBuilder written = new DocumentBuilder(64);
        NestedFields.write(DocumentView.of(document), path, value, written);
        assertEquals(
            NestedFields.with(document, path, value).toJson(),
            written.toView().toBson().toJson(),
            json + " at " + dotted);
      }
    }
  }
}

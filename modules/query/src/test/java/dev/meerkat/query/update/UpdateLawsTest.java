package dev.meerkat.query.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.query.filter.FilterTesting;
import dev.meerkat.spi.DocumentView;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/** What holds of updates whatever the document. */
final class UpdateLawsTest {
  private static DocumentView apply(BsonDocument spec, DocumentView document) {
    UpdateOptions options = new UpdateOptions(FilterTesting.filter("{}"), List.of(), false);
    return UpdateTesting.apply(Update.parse(spec, options, FilterTesting.scope()), document);
  }

  private static BsonDocument operator(String name, String path, BsonValue value) {
    return new BsonDocument(name, new BsonDocument(path, value));
  }

  @Property
  void whatHasBeenSetMatches(
      @ForAll("documents") BsonDocument document,
      @ForAll("paths") String path,
      @ForAll("values") BsonValue value) {
    DocumentView after = apply(operator("$set", path, value), DocumentView.of(document));
    BsonDocument filter = new BsonDocument(path, new BsonDocument("$eq", value));
    assertTrue(FilterTesting.scope().filter(filter).matches(after, FilterTesting.run()));
  }

  @Property
  void settingTwiceIsSettingOnce(
      @ForAll("documents") BsonDocument document,
      @ForAll("paths") String path,
      @ForAll("values") BsonValue value) {
    DocumentView once = apply(operator("$set", path, value), DocumentView.of(document));
    assertSame(once, apply(operator("$set", path, value), once));
  }

  @Property
  void whatHasBeenUnsetIsGoneAndTheRestStays(
      @ForAll("documents") BsonDocument document, @ForAll("fields") String field) {
    DocumentView after =
        apply(operator("$unset", field, new BsonString("")), DocumentView.of(document));
    BsonDocument expected = document.clone();
    expected.remove(field);
    assertEquals(expected, after.toBson());
    assertFalse(after.toBson().containsKey(field));
  }

  @Property
  void poppingTakesBackWhatWasPushed(
      @ForAll("arrays") BsonArray array, @ForAll("values") BsonValue value) {
    DocumentView document = DocumentView.of(new BsonDocument("list", array));
    DocumentView pushed = apply(operator("$push", "list", value), document);
    assertEquals(document, apply(operator("$pop", "list", new BsonInt32(1)), pushed));
  }

  @Provide
  Arbitrary<String> fields() {
    return Arbitraries.of("a", "b", "c");
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("a", "b", "n.x", "n.y.z", "list.0", "list.3");
  }

  @Provide
  Arbitrary<BsonValue> values() {
    return Arbitraries.of(
        new BsonInt32(1),
        new BsonString("x"),
        BsonNull.VALUE,
        new BsonDocument("k", new BsonInt32(2)),
        new BsonArray(List.of(new BsonInt32(1), new BsonInt32(2))));
  }

  @Provide
  Arbitrary<BsonArray> arrays() {
    return values().list().ofMaxSize(4).map(BsonArray::new);
  }

  @Provide
  Arbitrary<BsonDocument> documents() {
    return Arbitraries.maps(fields(), values())
        .map(
            map -> {
              BsonDocument document = new BsonDocument("_id", new BsonInt32(7));
              map.forEach(document::append);
              document.append("n", new BsonDocument("w", new BsonInt32(1)));
              return document.append("list", new BsonArray(List.of(new BsonInt32(5))));
            });
  }
}

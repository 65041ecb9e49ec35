package dev.meerkat.query.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.spi.DocumentView;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Compiled filters agree with a plain matcher over decoded documents. */
final class FilterPropertyTest {
  @Property(tries = 3000)
  void agreesWithThePlainMatcher(
      @ForAll("filters") BsonDocument filter, @ForAll("documents") BsonDocument document) {
    boolean matched =
        FilterTesting.scope()
            .filter(filter)
            .matches(DocumentView.of(document), FilterTesting.run());
    assertEquals(
        NaiveMatcher.matches(filter, document), matched, () -> filter + " over " + document);
  }

  @Provide
  Arbitrary<BsonDocument> documents() {
    return fields(values(2));
  }

  private static Arbitrary<BsonDocument> fields(Arbitrary<BsonValue> values) {
    return Arbitraries.maps(Arbitraries.of("a", "b", "c"), values)
        .ofMaxSize(3)
        .map(
            map -> {
              BsonDocument document = new BsonDocument();
              map.forEach(document::append);
              return document;
            });
  }

  private static Arbitrary<BsonValue> scalars() {
    return Arbitraries.of(
        new BsonInt32(1),
        new BsonInt32(2),
        new BsonInt64(2),
        new BsonDouble(1.5),
        new BsonString("x"),
        new BsonString("y"),
        BsonBoolean.TRUE,
        BsonNull.VALUE);
  }

  private static Arbitrary<BsonValue> values(int depth) {
    if (depth == 0) {
      return scalars();
    }
    Arbitrary<BsonValue> inner = values(depth - 1);
    return Arbitraries.oneOf(
        scalars(),
        inner.list().ofMaxSize(3).map(BsonArray::new),
        fields(inner).map(document -> document));
  }

  @Provide
  Arbitrary<BsonDocument> filters() {
    return filters(2);
  }

  private static Arbitrary<BsonDocument> filters(int depth) {
    Arbitrary<BsonDocument> leaf =
        Combinators.combine(Arbitraries.of("a", "b", "a.b", "b.c.a"), operators(depth))
            .as(BsonDocument::new);
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<BsonDocument> logical =
        Combinators.combine(
                Arbitraries.of("$and", "$or", "$nor"),
                filters(depth - 1).list().ofMinSize(1).ofMaxSize(3))
            .as((name, branches) -> new BsonDocument(name, new BsonArray(List.copyOf(branches))));
    return Arbitraries.oneOf(leaf, logical);
  }

  private static Arbitrary<BsonDocument> operators(int depth) {
    Arbitrary<BsonDocument> comparison =
        Combinators.combine(Arbitraries.of("$eq", "$lt", "$lte", "$gt", "$gte"), values(1))
            .as(BsonDocument::new);
    Arbitrary<BsonDocument> unequal = values(1).map(value -> new BsonDocument("$ne", value));
    Arbitrary<BsonDocument> membership =
        Combinators.combine(Arbitraries.of("$in", "$nin"), values(1).list().ofMaxSize(3))
            .as((name, list) -> new BsonDocument(name, new BsonArray(list)));
    Arbitrary<BsonDocument> exists =
        Arbitraries.of(true, false)
            .map(wanted -> new BsonDocument("$exists", BsonBoolean.valueOf(wanted)));
    Arbitrary<BsonDocument> size =
        Arbitraries.integers()
            .between(0, 3)
            .map(count -> new BsonDocument("$size", new BsonInt32(count)));
    Arbitrary<BsonDocument> simple =
        Arbitraries.oneOf(comparison, unequal, membership, exists, size);
    if (depth == 0) {
      return simple;
    }
    return Arbitraries.oneOf(
        simple,
        simple.map(inner -> new BsonDocument("$not", inner)),
        comparison.map(inner -> new BsonDocument("$elemMatch", inner)),
        filters(depth - 1).map(inner -> new BsonDocument("$elemMatch", inner)));
  }
}

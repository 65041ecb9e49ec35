package dev.meerkat.fuzz.parsers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.icu.text.Collator;
import com.ibm.icu.util.ULocale;
import dev.meerkat.query.Language;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.values.Collation;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;

/** The server's filters and the plain matcher are of one mind about every document. */
final class MatcherFuzz {
  private static final int DOCUMENTS = 6;
  private static final List<String> COLLATIONS =
      List.of(
          "{locale: 'simple'}",
          "{locale: 'simple'}",
          "{locale: 'en', strength: 1}",
          "{locale: 'en', strength: 2}",
          "{locale: 'de', strength: 3}");

  private final Language language =
      new Language(
          services(ServiceLoader.load(ExpressionProvider.class)),
          services(ServiceLoader.load(FilterProvider.class)),
          List.of(),
          List.of());
  private long matched;
  private long tried;

  @Test
  void filtersMatchWhatThePlainMatcherMatches() {
    Campaign campaign = Campaign.of(MatcherFuzz.class, 40_000);
    campaign.run(this::check);
    assertTrue(campaign.runs() < 1000 || matched > tried / 10, "hardly any matched");
    assertTrue(campaign.runs() < 1000 || matched < tried * 9 / 10, "nearly all matched");
  }

  private void check(SplittableRandom random) {
    RandomMatches matches = new RandomMatches(random);
    BsonDocument collation = BsonDocument.parse(matches.pick(COLLATIONS));
    BsonDocument spec = matches.filter();
    Filter filter = parse(spec, collation);
    PlainMatcher plain = new PlainMatcher(plainOrder(collation));
    for (int i = 0; i < DOCUMENTS; i++) {
      BsonDocument document = matches.document();
      boolean expected = plain.matches(spec, document);
      matched += expected ? 1 : 0;
      tried++;
      assertEquals(
          expected,
          filter.matches(DocumentView.of(document), scope()),
          () -> spec.toJson() + " on " + document.toJson() + " with " + collation.toJson());
    }
  }

  private Filter parse(BsonDocument spec, BsonDocument collation) {
    try {
      return language
          .scope(
              new ParseOptions(
                  new Namespace("fuzz", "filters"),
                  Collation.parse(collation).order(),
                  collation,
                  false,
                  List.of()))
          .filter(spec);
    } catch (RuntimeException e) {
      throw new AssertionError("refused: " + spec.toJson(), e);
    }
  }

  private static PlainOrder plainOrder(BsonDocument collation) {
    if (!collation.containsKey("strength")) {
      return PlainOrder.SIMPLE;
    }
    Collator collator = Collator.getInstance(new ULocale(collation.getString("locale").getValue()));
    collator.setStrength(collation.getInt32("strength").getValue() - 1);
    return new PlainOrder(collator);
  }

  private static EvaluationScope scope() {
    return new EvaluationScope(
        new BsonDateTime(0), new BsonTimestamp(1, 1), new FixedSeeds(), () -> {});
  }

  private static <T> List<T> services(ServiceLoader<T> loader) {
    return loader.stream().map(ServiceLoader.Provider::get).toList();
  }
}

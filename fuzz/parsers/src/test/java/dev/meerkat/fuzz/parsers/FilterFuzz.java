package dev.meerkat.fuzz.parsers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.query.Language;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.values.BsonOrder;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FilterFuzz {
  private static final int DOCUMENTS = 4;

  private final Language language =
      new Language(
          services(ServiceLoader.load(ExpressionProvider.class)),
          services(ServiceLoader.load(FilterProvider.class)),
          List.of(),
          List.of());
  private final List<String> operators = List.copyOf(language.filterNames());
  private long parsed;

  @Test
  void filtersAreRefusedOrMatchOneWayOrTheOther() {
    Campaign campaign = Campaign.of(FilterFuzz.class, 10_000);
    campaign.run(this::check);
    assertTrue(campaign.runs() < 1000 || parsed > campaign.runs() / 10, "hardly any was valid");
  }

  private void check(SplittableRandom random) {
    BsonDocument spec = new RandomFilters(random, operators).filter();
    Filter filter = parse(spec);
    if (filter == null) {
      return;
    }
    parsed++;
    Filter not = require(new BsonDocument("$nor", new BsonArray(List.of(spec))));
    Filter and = require(new BsonDocument("$and", new BsonArray(List.of(spec, spec))));
    Filter or = require(new BsonDocument("$or", new BsonArray(List.of(spec))));
    RandomDocuments documents = new RandomDocuments(random);
    for (int i = 0; i < DOCUMENTS; i++) {
      BsonDocument document = documents.document();
      Surroundings bytes = Surroundings.of(BsonBytes.encode(document), (byte) 0x55);
      DocumentView view = DocumentView.of(bytes.array(), bytes.offset());
      String expected = outcome(filter, view);
      String text = spec.toJson() + " on " + document.toJson();
      assertEquals(expected, outcome(filter, DocumentView.of(document)), () -> "moved: " + text);
      assertEquals(expected, outcome(and, view), () -> "twice: " + text);
      assertEquals(expected, outcome(or, view), () -> "$or: " + text);
      assertEquals(negated(expected), outcome(not, view), () -> "$nor: " + text);
    }
  }

  private @Nullable Filter parse(BsonDocument spec) {
    try {
      return language
          .scope(ParseOptions.of(new Namespace("fuzz", "filters"), BsonOrder.SIMPLE))
          .filter(spec);
    } catch (ServerException e) {
      assertTrue(e.code().number() > 1, "an error without a code of its own");
      return null;
    }
  }

  private Filter require(BsonDocument spec) {
    Filter filter = parse(spec);
    if (filter == null) {
      throw new AssertionError("refused inside another: " + spec.toJson());
    }
    return filter;
  }

  /** Whether a document matches, or the code of the error that the filter ends with. */
  private static String outcome(Filter filter, DocumentView document) {
    // The same chance for all: $sampleRate is to answer all of them alike.
    EvaluationScope scope =
        new EvaluationScope(
            new BsonDateTime(0), new BsonTimestamp(1, 1), new FixedSeeds(), () -> {});
    try {
      return Boolean.toString(filter.matches(document, scope));
    } catch (ServerException e) {
      return "error " + e.code().number();
    }
  }

  private static String negated(String outcome) {
    return switch (outcome) {
      case "true" -> "false";
      case "false" -> "true";
      default -> outcome;
    };
  }

  private static <T> List<T> services(ServiceLoader<T> loader) {
    return loader.stream().map(ServiceLoader.Provider::get).toList();
  }
}

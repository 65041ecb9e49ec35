package dev.meerkat.query.filter;

import dev.meerkat.query.Language;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.query.expression.ArithmeticExpressions;
import dev.meerkat.query.expression.ComparisonExpressions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.BsonOrder;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.types.ObjectId;

/** A language of the built-in operators, and short ways to ask it. Threads: immutable. */
public final class FilterTesting {
  private FilterTesting() {}

  public static ParseScope scope() {
    return language().scope(ParseOptions.of(new Namespace("test", "things"), BsonOrder.SIMPLE));
  }

  /** All filters, and expressions enough to try {@code $expr}. */
  public static Language language() {
    List<ExpressionProvider> expressions =
        List.of(new ArithmeticExpressions(), new ComparisonExpressions());
    return new Language(expressions, List.of(new CoreFilters()), List.of(), List.of());
  }

  public static EvaluationScope run() {
    return new EvaluationScope(
        new BsonDateTime(1_700_000_000_000L), new BsonTimestamp(1_700_000_000, 1), SEEDS, () -> {});
  }

  public static Filter filter(String json) {
    return scope().filter(BsonDocument.parse(json));
  }

  public static boolean matches(String filter, String document) {
    return filter(filter).matches(DocumentView.of(BsonDocument.parse(document)), run());
  }

  private static final Seeds SEEDS =
      new Seeds() {
        private final Random random = new Random(1);

        @Override
        public long nextLong() {
          return random.nextLong();
        }

        @Override
        public double nextDouble() {
          return random.nextDouble();
        }

        @Override
        public ObjectId newObjectId() {
          return new ObjectId();
        }

        @Override
        public UUID newUuid() {
          return new UUID(nextLong(), nextLong());
        }
      };
}

package dev.meerkat.query.expression;

import dev.meerkat.query.Language;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.BsonOrder;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Parses and evaluates expressions that are written as JSON, for tests. */
final class Expressions {
  private static final List<ExpressionProvider> PROVIDERS =
      List.of(
          new AccumulatorExpressions(),
          new ArithmeticExpressions(),
          new ArrayExpressions(),
          new BitExpressions(),
          new BooleanExpressions(),
          new ComparisonExpressions(),
          new ConditionalExpressions(),
          new DateExpressions(),
          new ObjectExpressions(),
          new SetExpressions(),
          new StringExpressions(),
          new TimestampExpressions(),
          new TrigonometryExpressions(),
          new TypeExpressions(),
          new VariableExpressions());
  private static final Language LANGUAGE = new Language(PROVIDERS, List.of(), List.of(), List.of());

  private Expressions() {}

  static List<ExpressionProvider> providers() {
    return PROVIDERS;
  }

  static ParseScope scope() {
    return LANGUAGE.scope(ParseOptions.of(new Namespace("test", "c"), BsonOrder.SIMPLE));
  }

  /** A value written as extended JSON. */
  static BsonValue value(String json) {
    BsonValue value = BsonDocument.parse("{v: " + json + "}").get("v");
    return value == null ? BsonNull.VALUE : value;
  }

  static @Nullable BsonValue evaluate(BsonValue expression, BsonDocument document) {
    return scope()
        .expression(expression)
        .evaluate(DocumentView.of(document), ConstantFolding.scope());
  }

  static @Nullable BsonValue evaluate(String expression, String document) {
    return evaluate(value(expression), BsonDocument.parse(document));
  }
}

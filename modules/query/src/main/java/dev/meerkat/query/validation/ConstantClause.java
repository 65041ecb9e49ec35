package dev.meerkat.query.validation;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** {@code $alwaysTrue}, {@code $alwaysFalse} and what amounts to them. Threads: immutable. */
record ConstantClause(String operator, BsonDocument specifiedAs, Filter filter) implements Clause {
  @Override
  public boolean matches(DocumentView document, EvaluationScope scope) {
    return filter.matches(document, scope);
  }

  @Override
  public BsonDocument explain(DocumentView document, EvaluationScope scope, boolean inverted) {
    return new BsonDocument("operatorName", new BsonString(operator))
        .append("specifiedAs", specifiedAs)
        .append(
            "reason",
            new BsonString(
                inverted
                    ? "expression always evaluates to true"
                    : "expression always evaluates to false"));
  }
}

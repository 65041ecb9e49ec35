package dev.meerkat.query.validation;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** {@code $not}. Threads: immutable. */
record NotClause(Clause branch) implements Clause {
  @Override
  public boolean matches(DocumentView document, EvaluationScope scope) {
    return !branch.matches(document, scope);
  }

  @Override
  public BsonDocument explain(DocumentView document, EvaluationScope scope, boolean inverted) {
    return new BsonDocument("operatorName", new BsonString("$not"))
        .append("details", branch.explain(document, scope, !inverted));
  }
}

package dev.meerkat.query.validation;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** {@code $and}, {@code $or} and {@code $nor}. Threads: immutable. */
record LogicalClause(String operator, List<Clause> branches, Filter filter) implements Clause {
  LogicalClause {
    branches = List.copyOf(branches);
  }

  @Override
  public boolean matches(DocumentView document, EvaluationScope scope) {
    return filter.matches(document, scope);
  }

  @Override
  public BsonDocument explain(DocumentView document, EvaluationScope scope, boolean inverted) {
    boolean inner = operator.equals("$nor") != inverted;
    BsonArray failing = new BsonArray();
    for (int i = 0; i < branches.size(); i++) {
      Clause branch = branches.get(i);
      if (branch.fails(document, scope, inner)) {
        failing.add(
            new BsonDocument("index", new BsonInt64(i))
                .append("details", branch.explain(document, scope, inner)));
      }
    }
    return new BsonDocument("operatorName", new BsonString(operator))
        .append(inner ? "clausesSatisfied" : "clausesNotSatisfied", failing);
  }
}

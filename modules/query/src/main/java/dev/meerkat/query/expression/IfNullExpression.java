package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.PathOrigin;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The first operand that is neither null nor missing, else the last one. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/ifNull/">$ifNull</a>
 */
record IfNullExpression(List<Expression> operands) implements Expression {
  IfNullExpression {
    operands = List.copyOf(operands);
  }

  static Expression parse(BsonValue spec, ParseScope scope) {
    List<Expression> operands = Arguments.any(spec, scope);
    if (operands.size() < 2) {
      throw Values.error(1257300, "$ifNull needs at least two arguments, had: " + operands.size());
    }
    return new IfNullExpression(operands);
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    for (int i = 0; i < operands.size() - 1; i++) {
      BsonValue value = operands.get(i).evaluate(document, scope);
      if (!Values.isNullish(value)) {
        return value;
      }
    }
    return operands.getLast().evaluate(document, scope);
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(operands);
  }

  @Override
  public @Nullable Expression before(PathOrigin origin) {
    List<Expression> old = Arguments.before(operands, origin);
    return old == null ? null : new IfNullExpression(old);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(operands, dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument("$ifNull", Arguments.describe(operands));
  }
}

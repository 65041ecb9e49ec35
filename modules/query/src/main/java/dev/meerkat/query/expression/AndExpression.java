package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.PathOrigin;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Whether all operands are true ({@code $and}) or one of them is ({@code $or}); it stops where the
 * answer is known, and constants are asked before anything else. Threads: immutable.
 *
 * @param decisive the truth of an operand that decides the answer
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/and/">$and</a>
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/or/">$or</a>
 */
record AndExpression(String name, List<Expression> operands, boolean decisive)
    implements Expression {
  AndExpression {
    operands = List.copyOf(operands);
  }

  static Expression parse(String name, BsonValue spec, ParseScope scope, boolean decisive) {
    List<Expression> open = new ArrayList<>();
    boolean isDecided = false;
    for (Expression operand : Arguments.any(spec, scope)) {
      if (operand instanceof LiteralExpression(BsonValue value)) {
        isDecided |= Values.isTrue(value) == decisive;
      } else {
        open.add(operand);
      }
    }
    return isDecided
        ? new LiteralExpression(Values.bool(decisive))
        : new AndExpression(name, open, decisive);
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    for (Expression operand : operands) {
      if (Values.isTrue(operand.evaluate(document, scope)) == decisive) {
        return Values.bool(decisive);
      }
    }
    return Values.bool(!decisive);
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(operands);
  }

  @Override
  public @Nullable Expression before(PathOrigin origin) {
    List<Expression> old = Arguments.before(operands, origin);
    return old == null ? null : new AndExpression(name, old, decisive);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(operands, dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument(name, Arguments.describe(operands));
  }
}

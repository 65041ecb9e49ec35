package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Whether all operands are true ({@code $and}) or one of them is ({@code $or}); it stops where the
 * answer is known. Threads: immutable.
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
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(operands, dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument(name, Arguments.describe(operands));
  }
}

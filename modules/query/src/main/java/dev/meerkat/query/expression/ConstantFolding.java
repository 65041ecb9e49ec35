package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import java.util.UUID;
import org.bson.BsonDateTime;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Computes at parse time what depends on nothing. Where the computation fails, whatever contains
 * the expression is refused, as MongoDB does, unless it is a branch that is never taken. Threads:
 * immutable.
 */
final class ConstantFolding {
  private ConstantFolding() {}

  static Expression fold(Expression expression) {
    if (expression instanceof LiteralExpression || !expression.isConstant()) {
      return expression;
    }
    try {
      return new LiteralExpression(value(expression));
    } catch (ServerException e) {
      return new FailedConstant(expression, e);
    }
  }

  /** The same expression, or the error with which its computation has failed. */
  static Expression checked(Expression expression) {
    if (expression instanceof FailedConstant failed) {
      throw failed.error();
    }
    return expression;
  }

  /** An expression that depends on nothing and cannot be computed. Threads: immutable. */
  private record FailedConstant(Expression expression, ServerException error)
      implements Expression {
    @Override
    public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
      throw error;
    }

    @Override
    public void dependencies(Dependencies dependencies) {}

    @Override
    public BsonValue describe() {
      return expression.describe();
    }
  }

  /** The value of an expression that is constant, or null for missing. */
  static @Nullable BsonValue value(Expression constant) {
    return constant.evaluate(DocumentView.EMPTY, scope());
  }

  /** A scope for what needs none of its values. */
  static EvaluationScope scope() {
    return new EvaluationScope(
        new BsonDateTime(0), new BsonTimestamp(0), NoSeeds.INSTANCE, () -> {});
  }

  /** A constant expression asks for nothing random. */
  private enum NoSeeds implements Seeds {
    INSTANCE;

    @Override
    public long nextLong() {
      throw new IllegalStateException("a constant expression asked for a random number");
    }

    @Override
    public double nextDouble() {
      throw new IllegalStateException("a constant expression asked for a random number");
    }

    @Override
    public ObjectId newObjectId() {
      throw new IllegalStateException("a constant expression asked for an identifier");
    }

    @Override
    public UUID newUuid() {
      throw new IllegalStateException("a constant expression asked for an identifier");
    }
  }
}

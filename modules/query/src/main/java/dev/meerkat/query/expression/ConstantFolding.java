package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import java.util.UUID;
import org.bson.BsonDateTime;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Computes at parse time what depends on nothing. An expression whose computation fails stays as it
 * is, and fails when a document reaches it. Threads: immutable.
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
      return expression;
    }
  }

  /** The value of an expression that is constant, or null for missing. */
  static @Nullable BsonValue value(Expression constant) {
    return constant.evaluate(
        DocumentView.EMPTY,
        new EvaluationScope(new BsonDateTime(0), new BsonTimestamp(0), NoSeeds.INSTANCE, () -> {}));
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

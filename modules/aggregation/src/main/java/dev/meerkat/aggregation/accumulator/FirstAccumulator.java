package dev.meerkat.aggregation.accumulator;

import dev.meerkat.query.expression.FieldPathExpression;
import dev.meerkat.query.expression.LiteralExpression;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The value of a group's first document, or of its last one. Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/first/">$first</a>
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/last/">$last</a>
 */
record FirstAccumulator(String name, Expression argument, boolean last) implements OneDocument {
  static Accumulator parse(String name, BsonValue spec, ParseScope scope, boolean last) {
    if (spec.isArray()) {
      throw new ServerException(
          ErrorCode.location(40237), "The " + name + " accumulator is a unary operator");
    }
    return new FirstAccumulator(name, scope.expression(spec), last);
  }

  @Override
  public boolean isOneDocument() {
    return true;
  }

  @Override
  public Expression wanted() {
    return argument;
  }

  @Override
  public boolean isLast() {
    return last;
  }

  @Override
  public @Nullable SortPattern sort() {
    return null;
  }

  @Override
  public State start() {
    return new FirstState(argument, last);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    argument.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument(name, argument.describe());
  }

  private static final class FirstState implements State {
    private final Expression argument;
    private final boolean last;

    /** What fails for a later document fails for the group, though its value is not wanted. */
    private final boolean mayFail;

    private boolean seen;
    private BsonValue value = BsonNull.VALUE;

    FirstState(Expression argument, boolean last) {
      this.argument = argument;
      this.last = last;
      this.mayFail =
          !(argument instanceof FieldPathExpression) && !(argument instanceof LiteralExpression);
    }

    @Override
    public void add(DocumentView document, EvaluationScope scope) {
      if (last || !seen) {
        value = AccumulatedValues.orNull(argument.evaluate(document, scope));
        seen = true;
      } else if (mayFail) {
        argument.evaluate(document, scope);
      }
    }

    @Override
    public BsonValue result() {
      return value;
    }

    @Override
    public long memoryBytes() {
      return AccumulatedValues.size(value);
    }
  }
}

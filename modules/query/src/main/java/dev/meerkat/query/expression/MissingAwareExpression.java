package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.PathOrigin;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An operator that is a function of its arguments' values and tells missing, undefined and null
 * apart. Threads: immutable.
 */
record MissingAwareExpression(String name, List<Expression> arguments, Function function)
    implements Expression {
  /** What the operator computes; null is missing, as argument and as result. */
  @FunctionalInterface
  interface Function {
    @Nullable BsonValue apply(@Nullable BsonValue[] arguments);
  }

  MissingAwareExpression {
    arguments = List.copyOf(arguments);
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    @Nullable BsonValue[] values = new BsonValue[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.get(i).evaluate(document, scope);
    }
    return function.apply(values);
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(arguments);
  }

  @Override
  public @Nullable Expression before(PathOrigin origin) {
    List<Expression> old = Arguments.before(arguments, origin);
    return old == null ? null : new MissingAwareExpression(name, old, function);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(arguments, dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument(name, Arguments.describe(arguments));
  }
}

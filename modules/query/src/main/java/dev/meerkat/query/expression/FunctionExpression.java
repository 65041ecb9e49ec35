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
 * An operator that is a function of its arguments' values and of nothing else, and to which missing
 * and undefined are the same as null: most operators are. Threads: immutable.
 */
record FunctionExpression(String name, List<Expression> arguments, Function function)
    implements Expression {
  /** What the operator computes; null is missing. */
  @FunctionalInterface
  interface Function {
    @Nullable BsonValue apply(BsonValue[] arguments);
  }

  /** A function of one value. */
  @FunctionalInterface
  interface Unary {
    @Nullable BsonValue apply(BsonValue argument);
  }

  /** A function of two values. */
  @FunctionalInterface
  interface Binary {
    @Nullable BsonValue apply(BsonValue first, BsonValue second);
  }

  FunctionExpression {
    arguments = List.copyOf(arguments);
  }

  static Expression unary(String name, BsonValue spec, ParseScope scope, Unary function) {
    return exactly(1, name, spec, scope, values -> function.apply(values[0]));
  }

  static Expression binary(String name, BsonValue spec, ParseScope scope, Binary function) {
    return exactly(2, name, spec, scope, values -> function.apply(values[0], values[1]));
  }

  static Expression exactly(
      int count, String name, BsonValue spec, ParseScope scope, Function function) {
    return new FunctionExpression(name, Arguments.exactly(count, name, spec, scope), function);
  }

  static Expression between(
      int least, int most, String name, BsonValue spec, ParseScope scope, Function function) {
    return new FunctionExpression(
        name, Arguments.between(least, most, name, spec, scope), function);
  }

  static Expression variadic(String name, BsonValue spec, ParseScope scope, Function function) {
    return new FunctionExpression(name, Arguments.any(spec, scope), function);
  }

  /** A variadic operator whose constants are brought together. */
  static Expression associative(
      String name,
      Associativity associativity,
      BsonValue spec,
      ParseScope scope,
      Function function) {
    List<Expression> operands = Arguments.any(spec, scope);
    return new FunctionExpression(
        name,
        Arguments.areConstant(operands) || operands.size() == 1
            ? operands
            : associativity.fold(name, operands, function),
        function);
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    return function.apply(Arguments.valuesOrNull(arguments, document, scope));
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(arguments);
  }

  @Override
  public @Nullable Expression before(PathOrigin origin) {
    List<Expression> old = Arguments.before(arguments, origin);
    return old == null ? null : new FunctionExpression(name, old, function);
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

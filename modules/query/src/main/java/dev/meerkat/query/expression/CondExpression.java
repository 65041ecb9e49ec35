package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueSink;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.PathOrigin;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One of two expressions, chosen by a condition. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/cond/">$cond</a>
 */
record CondExpression(Expression condition, Expression then, Expression otherwise)
    implements Expression {
  static Expression parse(BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonDocument document)) {
      BsonArray arguments = Arguments.array(3, "$cond", spec);
      return of(arguments.get(0), arguments.get(1), arguments.get(2), scope);
    }
    NamedArguments named = NamedArguments.of("$cond", document, 17083, "if", "then", "else");
    return of(
        named.require("if", 17080),
        named.require("then", 17081),
        named.require("else", 17082),
        scope);
  }

  private static Expression of(
      BsonValue condition, BsonValue then, BsonValue otherwise, ParseScope scope) {
    Expression parsed = ConstantFolding.checked(scope.expression(condition));
    Expression first = scope.expression(then);
    Expression second = scope.expression(otherwise);
    if (parsed instanceof LiteralExpression(BsonValue value)) {
      return Values.isTrue(value) ? first : second;
    }
    return new CondExpression(
        parsed, ConstantFolding.checked(first), ConstantFolding.checked(second));
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    return choice(document, scope).evaluate(document, scope);
  }

  @Override
  public void evaluateInto(DocumentView document, EvaluationScope scope, ValueSink sink) {
    choice(document, scope).evaluateInto(document, scope, sink);
  }

  private Expression choice(DocumentView document, EvaluationScope scope) {
    return Values.isTrue(condition.evaluate(document, scope)) ? then : otherwise;
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(List.of(condition, then, otherwise));
  }

  @Override
  public @Nullable Expression before(PathOrigin origin) {
    List<Expression> old = Arguments.before(List.of(condition, then, otherwise), origin);
    return old == null ? null : new CondExpression(old.get(0), old.get(1), old.get(2));
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(List.of(condition, then, otherwise), dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument("$cond", Arguments.describe(List.of(condition, then, otherwise)));
  }
}

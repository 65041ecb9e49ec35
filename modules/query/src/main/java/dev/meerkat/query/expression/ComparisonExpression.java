package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.PathOrigin;
import java.util.List;
import java.util.function.IntPredicate;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Compares two values of any types in MongoDB's order, under the collation in force. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/eq/">$eq</a>
 */
record ComparisonExpression(
    String name, Expression left, Expression right, ValueOrder order, IntPredicate test)
    implements Expression {

  static Expression parse(String name, BsonValue spec, ParseScope scope, IntPredicate test) {
    List<Expression> sides = Arguments.exactly(2, name, spec, scope);
    return new ComparisonExpression(name, sides.get(0), sides.get(1), scope.order(), test);
  }

  /**
   * Which of two values comes first.
   *
   * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/cmp/">$cmp</a>
   */
  static Expression parseCmp(BsonValue spec, ParseScope scope) {
    ValueOrder order = scope.order();
    return new MissingAwareExpression(
        "$cmp",
        Arguments.exactly(2, "$cmp", spec, scope),
        values -> new BsonInt32(Integer.signum(order.compare(values[0], values[1]))));
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonValue first = left.evaluate(document, scope);
    return BsonBoolean.valueOf(test.test(order.compare(first, right.evaluate(document, scope))));
  }

  @Override
  public boolean isConstant() {
    return left.isConstant() && right.isConstant();
  }

  @Override
  public @Nullable Expression before(PathOrigin origin) {
    Expression first = left.before(origin);
    Expression second = right.before(origin);
    return first == null || second == null
        ? null
        : new ComparisonExpression(name, first, second, order, test);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    left.dependencies(dependencies);
    right.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument(name, new BsonArray(List.of(left.describe(), right.describe())));
  }
}

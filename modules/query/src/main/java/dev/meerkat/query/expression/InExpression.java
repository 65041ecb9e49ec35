package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.PathOrigin;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value stands in an array. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/in/">$in</a>
 */
record InExpression(Expression wanted, Expression values, ValueOrder order) implements Expression {

  static Expression parse(BsonValue spec, ParseScope scope) {
    List<Expression> sides = Arguments.exactly(2, "$in", spec, scope);
    return new InExpression(sides.get(0), sides.get(1), scope.order());
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonValue value = wanted.evaluate(document, scope);
    BsonValue among = Values.orNull(values.evaluate(document, scope));
    for (BsonValue element : ArrayValues.require(among, 40081, "$in's second argument")) {
      if (order.equal(element, value)) {
        return BsonBoolean.TRUE;
      }
    }
    return BsonBoolean.FALSE;
  }

  @Override
  public boolean isConstant() {
    return wanted.isConstant() && values.isConstant();
  }

  @Override
  public @Nullable Expression before(PathOrigin origin) {
    Expression value = wanted.before(origin);
    Expression among = values.before(origin);
    return value == null || among == null ? null : new InExpression(value, among, order);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    wanted.dependencies(dependencies);
    values.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument("$in", new BsonArray(List.of(wanted.describe(), values.describe())));
  }
}

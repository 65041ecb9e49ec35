package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.PathOrigin;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** An array literal whose elements are expressions; missing becomes null. Threads: immutable. */
record ArrayExpression(List<Expression> elements) implements Expression {
  ArrayExpression {
    elements = List.copyOf(elements);
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonArray array = new BsonArray(elements.size());
    for (Expression element : elements) {
      BsonValue value = element.evaluate(document, scope);
      array.add(value == null ? BsonNull.VALUE : value);
    }
    return array;
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(elements);
  }

  @Override
  public @Nullable Expression before(PathOrigin origin) {
    List<Expression> old = Arguments.before(elements, origin);
    return old == null ? null : new ArrayExpression(old);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(elements, dependencies);
  }

  @Override
  public BsonValue describe() {
    return Arguments.describe(elements);
  }
}

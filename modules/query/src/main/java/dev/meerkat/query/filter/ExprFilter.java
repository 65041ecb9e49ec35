package dev.meerkat.query.filter;

import dev.meerkat.query.expression.LiteralExpression;
import dev.meerkat.query.expression.PathComparison;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.PathOrigin;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $expr}: an aggregation expression is true. Threads: immutable.
 *
 * @param comparison what an index may tell once variables have their values, or null
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/expr/">$expr</a>
 */
record ExprFilter(Expression expression, @Nullable PathComparison comparison, Predicate predicate)
    implements ByteFilter {

  static Filter parse(BsonValue spec, ParseScope scope) {
    return of(scope.expression(spec));
  }

  private static ExprFilter of(Expression expression) {
    return new ExprFilter(
        expression,
        PathComparison.of(expression),
        new Predicate.Opaque(new BsonDocument("$expr", expression.describe())));
  }

  /** Beside the expression stands what of it an index may tell; a constant has been decided. */
  @Override
  public Filter bound(EvaluationScope scope) {
    if (expression instanceof LiteralExpression(BsonValue value)) {
      return Truth.of(value) ? ConstantFilter.TRUE : ConstantFilter.FALSE;
    }
    Predicate known = comparison == null ? null : comparison.predicate(scope);
    if (known == null) {
      return this;
    }
    List<Predicate> all = new ArrayList<>();
    all.add(predicate);
    if (known instanceof Predicate.And and) {
      all.addAll(and.branches());
    } else {
      all.add(known);
    }
    return new ExprFilter(expression, null, new Predicate.And(all));
  }

  @Override
  public boolean matches(DocumentView document, EvaluationScope scope) {
    return Truth.of(expression.evaluate(document, scope));
  }

  @Override
  public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
    return matches(DocumentView.borrowed(array, documentOffset), scope);
  }

  @Override
  public boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope) {
    throw new IllegalStateException("$expr stands at the top level only");
  }

  @Override
  public int position(byte[] array, int documentOffset, EvaluationScope scope) {
    return -1;
  }

  @Override
  public @Nullable Filter before(PathOrigin origin) {
    Expression old = expression.before(origin);
    return old == null ? null : of(old);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    expression.dependencies(dependencies);
  }
}

package dev.meerkat.query.filter;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * {@code $expr}: an aggregation expression is true. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/expr/">$expr</a>
 */
record ExprFilter(Expression expression) implements ByteFilter {

  static Filter parse(BsonValue spec, ParseScope scope) {
    return new ExprFilter(scope.expression(spec));
  }

  @Override
  public boolean matches(DocumentView document, EvaluationScope scope) {
    return Truth.of(expression.evaluate(document, scope));
  }

  @Override
  public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
    int length = BsonBytes.int32(array, documentOffset);
    return matches(DocumentView.borrowed(array, documentOffset, length), scope);
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
  public Predicate predicate() {
    return new Predicate.Opaque(new BsonDocument("$expr", expression.describe()));
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    expression.dependencies(dependencies);
  }
}

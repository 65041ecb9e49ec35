package dev.meerkat.query.filter;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.PathOrigin;
import dev.meerkat.spi.query.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $not}, and what is defined as a complement: {@code $ne}, {@code $nin}. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/not/">$not</a>
 */
record NotFilter(ByteFilter branch) implements ByteFilter {
  NotFilter(Filter branch) {
    this(ByteFilter.of(branch));
  }

  static Filter parse(String path, BsonValue spec, ParseScope scope) {
    if (spec.isRegularExpression()) {
      return new NotFilter(scope.filter(new BsonDocument(path, spec)));
    }
    if (!spec.isDocument()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "$not needs a regex or a document");
    }
    BsonDocument operators = spec.asDocument();
    if (operators.isEmpty()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "$not cannot be empty");
    }
    String first = operators.getFirstKey();
    if (!OperatorDocuments.isOperatorDocument(operators)) {
      throw new ServerException(ErrorCode.BAD_VALUE, "unknown operator: " + first);
    }
    return new NotFilter(scope.filter(new BsonDocument(path, operators)));
  }

  @Override
  public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
    return !branch.matches(array, documentOffset, scope);
  }

  @Override
  public boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope) {
    return !branch.matchesValue(type, array, offset, scope);
  }

  @Override
  public int position(byte[] array, int documentOffset, EvaluationScope scope) {
    return -1;
  }

  @Override
  public Predicate predicate() {
    return new Predicate.Not(branch.predicate());
  }

  @Override
  public @Nullable Filter before(PathOrigin origin) {
    Filter old = branch.before(origin);
    return old == null ? null : new NotFilter(old);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    branch.dependencies(dependencies);
  }
}

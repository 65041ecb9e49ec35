package dev.meerkat.query.filter;

import dev.meerkat.query.geo.NearParser;
import dev.meerkat.query.geo.NearQuery;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.FieldPath;
import org.bson.BsonDocument;

/**
 * {@code $near} and {@code $nearSphere}: the documents between two distances of a point. In their
 * order only an index can find them. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/near/">$near</a>
 */
record NearFilter(FieldPath path, NearQuery query, BsonDocument operators) implements ByteFilter {
  static Filter parse(String path, String name, BsonDocument siblings) {
    return new NearFilter(FieldPath.of(path), NearParser.parse(name, siblings), siblings);
  }

  /** {@code $minDistance} and {@code $maxDistance} belong to the operator beside them. */
  static Filter parseDistance(String name, BsonDocument siblings) {
    if (!siblings.containsKey("$near") && !siblings.containsKey("$nearSphere")) {
      throw new ServerException(ErrorCode.BAD_VALUE, "unknown operator: " + name);
    }
    return ConstantFilter.TRUE;
  }

  @Override
  public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
    return query.measure(path, array, documentOffset) != null;
  }

  @Override
  public boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope) {
    return false;
  }

  @Override
  public int position(byte[] array, int documentOffset, EvaluationScope scope) {
    return -1;
  }

  @Override
  public Predicate predicate() {
    return new Predicate.Near(path.dotted(), operators);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    dependencies.field(path.dotted());
  }
}

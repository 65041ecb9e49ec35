package dev.meerkat.query.filter;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import org.bson.BsonBoolean;
import org.bson.BsonValue;

/**
 * {@code $exists}: the field is there, whatever its value. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/exists/">$exists</a>
 */
record ExistsFilter() implements PlainTest {

  static Filter parse(String path, BsonValue spec, ParseScope scope) {
    PathFilter exists =
        PathFilter.onArrays(
            path,
            new ExistsFilter(),
            new Predicate.Path(path, "$exists", BsonBoolean.TRUE, scope.order()));
    return Truth.of(spec) ? exists : new NotFilter(exists);
  }

  @Override
  public boolean test(byte type, byte[] array, int offset) {
    return type != BsonBytes.END;
  }
}

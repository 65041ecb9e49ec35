package dev.meerkat.query.filter;

import dev.meerkat.query.geo.GeoMatch;
import dev.meerkat.query.geo.RegionParser;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * {@code $geoWithin}, {@code $within} and {@code $geoIntersects}. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query-geospatial/">
 *     Geospatial query operators</a>
 */
record GeoFilter(GeoMatch match) implements PlainTest {

  static Filter parseWithin(
      String path, String name, BsonValue spec, BsonDocument siblings, ParseScope scope) {
    checkAlone(name, siblings);
    return of(path, name, RegionParser.within(spec), spec, scope);
  }

  static Filter parseIntersects(
      String path, BsonValue spec, BsonDocument siblings, ParseScope scope) {
    checkAlone("$geoIntersects", siblings);
    return of(path, "$geoIntersects", RegionParser.intersects(spec), spec, scope);
  }

  private static void checkAlone(String name, BsonDocument siblings) {
    if (siblings.size() > 1) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "can't parse extra field beside " + name + ": " + siblings);
    }
  }

  private static Filter of(
      String path, String name, GeoMatch match, BsonValue spec, ParseScope scope) {
    return PathFilter.onElements(
        path, new GeoFilter(match), new Predicate.Path(path, name, spec, scope.order()));
  }

  @Override
  public boolean test(byte type, byte[] array, int offset) {
    return (type == BsonBytes.DOCUMENT || type == BsonBytes.ARRAY)
        && match.matches(BsonBytes.decode(array, type, offset));
  }
}

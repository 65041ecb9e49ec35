package dev.meerkat.query.filter;

import dev.meerkat.query.geo.RegionParser;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * {@code $near} and {@code $nearSphere}: they need a geospatial index, of which this server has no
 * kind yet; so what is written well is answered as MongoDB answers where there is no such index.
 * Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/near/">$near</a>
 */
final class NearFilter {
  private NearFilter() {}

  static Filter parse(BsonValue spec, BsonDocument siblings) {
    RegionParser.checkNear(spec, siblings);
    throw new ServerException(
        ErrorCode.NO_QUERY_EXECUTION_PLANS,
        "error processing query: planner returned error :: caused by :: unable to find index for"
            + " $geoNear query");
  }

  /** {@code $minDistance} and {@code $maxDistance} belong to the operator beside them. */
  static Filter parseDistance(String name, BsonDocument siblings) {
    if (!siblings.containsKey("$near") && !siblings.containsKey("$nearSphere")) {
      throw new ServerException(ErrorCode.BAD_VALUE, "unknown operator: " + name);
    }
    return ConstantFilter.TRUE;
  }
}

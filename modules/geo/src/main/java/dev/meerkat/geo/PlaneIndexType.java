package dev.meerkat.geo;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexType;
import org.bson.BsonDocument;

/**
 * Indexes of points on the plane. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/indexes/index-types/geospatial/2d/">2d
 *     indexes</a>
 */
final class PlaneIndexType implements IndexType {
  static final String NAME = "2d";

  @Override
  public BsonDocument validate(BsonDocument spec) {
    GeoSpecs.checkPattern(spec, NAME);
    BsonDocument pattern = spec.getDocument("key");
    if (pattern.values().stream().filter(value -> value.isString()).count() > 1) {
      throw new ServerException(ErrorCode.location(16800), "can't have 2 geo fields");
    }
    if (!pattern.values().iterator().next().isString()) {
      throw new ServerException(ErrorCode.location(16801), "2d has to be first in index");
    }
    if (spec.containsKey("collation")) {
      throw new ServerException(
          ErrorCode.CANNOT_CREATE_INDEX,
          "Index type '2d' does not support collation: " + spec.getDocument("collation"));
    }
    // What is given is checked, and kept as it is.
    var _ = PlaneGrid.of(spec);
    return spec;
  }

  @Override
  public CompiledIndex compile(IndexDefinition definition) {
    return new PlaneIndex(definition);
  }
}

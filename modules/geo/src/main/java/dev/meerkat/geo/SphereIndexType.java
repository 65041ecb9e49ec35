package dev.meerkat.geo;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexType;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * Indexes of geometries on the sphere. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/indexes/index-types/geospatial/2dsphere/">2dsphere
 *     indexes</a>
 */
final class SphereIndexType implements IndexType {
  static final String NAME = "2dsphere";

  private static final String VERSION = "2dsphereIndexVersion";
  private static final int NEWEST = 3;

  @Override
  public BsonDocument validate(BsonDocument spec) {
    GeoSpecs.checkPattern(spec, NAME);
    BsonValue version = GeoSpecs.number(spec, VERSION);
    if (version == null) {
      return spec.append(VERSION, new BsonInt32(NEWEST));
    }
    boolean isKnown =
        !version.isDecimal128()
            && version.asNumber().doubleValue() == version.asNumber().intValue()
            && version.asNumber().intValue() >= 1
            && version.asNumber().intValue() <= NEWEST;
    if (!isKnown) {
      throw new ServerException(
          ErrorCode.CANNOT_CREATE_INDEX,
          "unsupported geo index version { "
              + VERSION
              + " : "
              + GeoSpecs.text(version)
              + " }, only support versions: [1,2,3]");
    }
    return spec.append(VERSION, new BsonInt32(version.asNumber().intValue()));
  }

  @Override
  public CompiledIndex compile(IndexDefinition definition) {
    return new SphereIndex(definition);
  }
}

package dev.meerkat.query.geo;

import org.bson.BsonValue;

/**
 * Whether a value of a document lies within a region, or meets it. Threads: immutable.
 *
 * @param within false where it is enough that they meet
 */
public record GeoMatch(Region region, boolean within) {
  /** Whether a document or array is a geometry that matches. */
  public boolean matches(BsonValue value) {
    Geometries stored = StoredGeometry.of(value);
    return stored != null
        && !stored.isStrict()
        && (within ? region.contains(stored) : region.meets(stored));
  }
}

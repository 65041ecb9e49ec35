package dev.meerkat.query.geo;

import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Numbers;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Reads the geometries of documents: GeoJSON, and pairs of coordinates. Threads: immutable. */
public final class StoredGeometry {
  private StoredGeometry() {}

  /** Whether a document begins with a number, as legacy points do. */
  static boolean isPair(BsonDocument document) {
    return !document.isEmpty() && Numbers.isNumber(document.values().iterator().next());
  }

  /**
   * The geometry that a document or an array means.
   *
   * @throws ServerException 2 BadValue with the reason where it means none
   */
  public static Geometries parse(BsonValue value) {
    return value instanceof BsonDocument document && !isPair(document)
        ? GeoJson.parse(document)
        : Geometries.point(Point.parse(value, true));
  }

  /** The geometry that a document or an array means, or null where it means none. */
  public static @Nullable Geometries of(BsonValue value) {
    try {
      return value.isDocument() || value.isArray() ? parse(value) : null;
    } catch (ServerException _) {
      // Whatever is not a geometry lies nowhere.
      return null;
    }
  }
}

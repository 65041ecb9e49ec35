package dev.meerkat.query.geo;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.QueryPaths;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $near}, {@code $nearSphere} or {@code $geoNear} asks for: documents between two
 * distances of a point. Threads: immutable.
 *
 * @param kind how distances are measured, and so which index can find what is near
 * @param min the least distance wanted, in units of the kind
 * @param max the greatest distance wanted, in units of the kind
 */
public record NearQuery(Point center, Kind kind, double min, double max) {
  /** Metres from the middle of the earth to where people live, as MongoDB has it. */
  public static final double EARTH = 6_378_100;

  /** How distances are measured. */
  public enum Kind {
    /** On the plane, in units of the coordinates. */
    FLAT,
    /** On the sphere between pairs of coordinates, in radians. */
    RADIANS,
    /** On the sphere from a GeoJSON point, in metres. */
    METRES;

    /** A distance on the sphere in radians. */
    public double toRadians(double distance) {
      return this == METRES ? distance / EARTH : distance;
    }
  }

  /**
   * Where a document is nearest.
   *
   * @param distance in units of the query's kind
   * @param value the geometry that is there, as the document has it
   */
  public record Nearest(double distance, BsonValue value) {}

  /** How far away a document is; null where it has no geometry, or not at a wanted distance. */
  public @Nullable Nearest measure(FieldPath path, byte[] array, int documentOffset) {
    Search search = new Search();
    QueryPaths.walk(path, QueryPaths.LeafArrays.ARRAY, array, documentOffset, search);
    Nearest nearest = search.nearest;
    return nearest == null || nearest.distance < min || nearest.distance > max ? null : nearest;
  }

  /** The distance of one geometry, or negative where it has no place in this kind of space. */
  private double distance(Geometries stored) {
    if (kind == Kind.FLAT) {
      Point point = stored.flat();
      return point == null ? -1 : Math.hypot(center.x() - point.x(), center.y() - point.y());
    }
    if (stored.isEmpty() || stored.isStrict()) {
      return -1;
    }
    double metres = stored.distance(center.toVector()) * EARTH;
    return kind == Kind.METRES ? metres : metres / EARTH;
  }

  /** Looks for the nearest geometry at the end of a path. Threads: confined to one operation. */
  private final class Search implements QueryPaths.Visitor {
    private @Nullable Nearest nearest;

    @Override
    public boolean visit(byte type, byte[] array, int offset, int arrayIndex) {
      if (type == BsonBytes.DOCUMENT || type == BsonBytes.ARRAY) {
        BsonValue value = BsonBytes.decode(array, type, offset);
        if (!add(value)) {
          // Not a geometry, but perhaps a list of some.
          (value instanceof BsonArray list ? list : ((BsonDocument) value).values())
              .forEach(this::add);
        }
      }
      return false;
    }

    private boolean add(BsonValue value) {
      Geometries stored = StoredGeometry.of(value);
      if (stored == null) {
        return false;
      }
      double distance = distance(stored);
      if (distance >= 0 && (nearest == null || distance < nearest.distance)) {
        nearest = new Nearest(distance, value);
      }
      return true;
    }
  }
}

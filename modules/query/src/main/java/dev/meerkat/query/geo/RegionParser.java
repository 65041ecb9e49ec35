package dev.meerkat.query.geo;

import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Reads the arguments of geospatial filters. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query-geospatial/">
 *     Geospatial query operators</a>
 */
public final class RegionParser {
  private RegionParser() {}

  /** The argument of {@code $geoWithin}. */
  public static GeoMatch within(BsonValue spec) {
    Region region = region(spec);
    if (region instanceof Region.Sphere sphere && sphere.geometries().polygons().isEmpty()) {
      throw Geometries.refusal("$within not supported with provided geometry: " + spec);
    }
    return new GeoMatch(region, true);
  }

  /** The argument of {@code $geoIntersects}. */
  public static GeoMatch intersects(BsonValue spec) {
    Region region = region(spec);
    if (!region.isOnSphere()) {
      throw Geometries.refusal("$geoIntersects not supported with provided geometry: " + spec);
    }
    return new GeoMatch(region, false);
  }

  private static Region region(BsonValue spec) {
    if (!spec.isDocument()) {
      throw Geometries.refusal("geometry must be an object");
    }
    Region region = null;
    for (Map.Entry<String, BsonValue> shape : spec.asDocument().entrySet()) {
      if (!shape.getKey().equals("$uniqueDocs")) {
        region = shape(shape.getKey(), shape.getValue());
      }
    }
    if (region == null) {
      throw Geometries.refusal("geo query doesn't have any geometry");
    }
    return region;
  }

  private static Region shape(String name, BsonValue spec) {
    return switch (name) {
      case "$box" -> box(parts(spec));
      case "$center" -> center(parts(spec));
      case "$centerSphere" -> centerSphere(parts(spec));
      case "$geometry" -> geometry(spec);
      case "$polygon" -> polygon(parts(spec));
      default -> throw Geometries.refusal("unknown geo specifier: " + name);
    };
  }

  private static Iterator<BsonValue> parts(BsonValue spec) {
    return switch (spec) {
      case BsonArray array -> array.iterator();
      case BsonDocument document -> document.values().iterator();
      default -> throw Geometries.refusal("geo shape must be an array or object: " + spec);
    };
  }

  private static BsonValue next(Iterator<BsonValue> parts) {
    if (!parts.hasNext()) {
      throw Geometries.refusal("Point must be an array or object, instead got type missing");
    }
    return parts.next();
  }

  private static Region box(Iterator<BsonValue> parts) {
    return Region.Box.of(Point.parse(next(parts), false), Point.parse(next(parts), false));
  }

  private static Region center(Iterator<BsonValue> parts) {
    return new Region.Circle(Point.parse(next(parts), false), radius(parts));
  }

  private static Region centerSphere(Iterator<BsonValue> parts) {
    Point center = Point.parse(next(parts), false);
    if (!center.isOnSphere()) {
      throw Geometries.refusal("Spherical center must be within longitude/latitude bounds");
    }
    return new Region.Cap(center.toVector(), radius(parts));
  }

  private static double radius(Iterator<BsonValue> parts) {
    if (!parts.hasNext()) {
      throw Geometries.refusal("radius must be a non-negative number");
    }
    BsonValue radius = parts.next();
    // A radius that is no number at all (NaN) is not above or at zero, either.
    if (!Numbers.isNumber(radius) || !(Numbers.toDouble(radius) >= 0)) {
      throw Geometries.refusal("radius must be a non-negative number");
    }
    if (parts.hasNext()) {
      throw Geometries.refusal("Only 2 fields allowed for circular region");
    }
    return Numbers.toDouble(radius);
  }

  private static Region polygon(Iterator<BsonValue> parts) {
    List<Point> vertices = new ArrayList<>();
    while (parts.hasNext()) {
      vertices.add(Point.parse(parts.next(), false));
    }
    if (vertices.size() < 3) {
      throw Geometries.refusal("Polygon must have at least 3 points");
    }
    return new Region.FlatPolygon(List.copyOf(vertices));
  }

  private static Region geometry(BsonValue spec) {
    return new Region.Sphere(queried(spec));
  }

  /** GeoJSON, or a pair of coordinates as documents may hold them. */
  static Geometries queried(BsonValue spec) {
    if (!spec.isDocument() && !spec.isArray()) {
      throw Geometries.refusal("$geometry must be an object");
    }
    if (spec instanceof BsonDocument document && !StoredGeometry.isPair(document)) {
      return GeoJson.parse(document);
    }
    Point point = Point.parse(spec, spec.isArray());
    if (!point.isOnSphere()) {
      throw Geometries.refusal("longitude/latitude is out of bounds");
    }
    return Geometries.point(point);
  }
}

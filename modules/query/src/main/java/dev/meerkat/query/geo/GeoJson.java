package dev.meerkat.query.geo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads GeoJSON. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/geojson/">GeoJSON objects</a>
 */
final class GeoJson {
  private static final String STRICT = "urn:x-mongodb:crs:strictwinding:EPSG:4326";

  private GeoJson() {}

  static Geometries parse(BsonDocument spec) {
    if (!(spec.get("type") instanceof BsonString type)) {
      throw Geometries.refusal("unknown GeoJSON type: " + spec.toJson());
    }
    boolean isStrict = isStrict(spec.get("crs"));
    if (isStrict && !type.getValue().equals("Polygon")) {
      throw Geometries.refusal("Strict winding order is only supported by polygon");
    }
    return switch (type.getValue()) {
      case "Point" -> Geometries.point(position(coordinates(spec)));
      case "LineString" -> Geometries.line(line(list(coordinates(spec))));
      case "Polygon" -> Geometries.polygon(polygon(coordinates(spec), isStrict), isStrict);
      case "MultiPoint" -> several(spec, part -> Geometries.point(position(part)));
      case "MultiLineString" -> several(spec, part -> Geometries.line(line(list(part))));
      case "MultiPolygon" -> several(spec, part -> Geometries.polygon(polygon(part, false), false));
      case "GeometryCollection" -> collection(spec);
      default -> throw Geometries.refusal("unknown GeoJSON type: " + type.getValue());
    };
  }

  private static BsonValue coordinates(BsonDocument spec) {
    BsonValue coordinates = spec.get("coordinates");
    if (coordinates == null) {
      throw Geometries.refusal("GeoJSON must have coordinates");
    }
    return coordinates;
  }

  private static BsonArray list(BsonValue value) {
    if (!value.isArray()) {
      throw Geometries.refusal("GeoJSON coordinates must be an array");
    }
    return value.asArray();
  }

  private static Geometries several(BsonDocument spec, Function<BsonValue, Geometries> parser) {
    BsonArray list = list(coordinates(spec));
    if (list.isEmpty()) {
      throw Geometries.refusal("GeoJSON coordinates must have at least 1 element");
    }
    List<Geometries> parts = new ArrayList<>(list.size());
    list.forEach(part -> parts.add(parser.apply(part)));
    return Geometries.of(parts);
  }

  private static Geometries collection(BsonDocument spec) {
    if (!(spec.get("geometries") instanceof BsonArray list) || list.isEmpty()) {
      throw Geometries.refusal("GeometryCollection geometries must be an array with elements");
    }
    List<Geometries> parts = new ArrayList<>(list.size());
    for (BsonValue part : list) {
      if (!(part instanceof BsonDocument document)) {
        throw Geometries.refusal("Element of a GeometryCollection must be an object");
      }
      if (document.get("type") instanceof BsonString type
          && type.getValue().equals("GeometryCollection")) {
        throw Geometries.refusal("GeometryCollections cannot be nested");
      }
      parts.add(parse(document));
    }
    return Geometries.of(parts);
  }

  private static Point position(BsonValue value) {
    Point point = Point.parse(value, true);
    if (!point.isOnSphere()) {
      throw Geometries.refusal(
          "longitude/latitude is out of bounds, lng: " + point.x() + " lat: " + point.y());
    }
    return point;
  }

  /** The vertices, of neighbours that are equal only one. */
  private static List<Vector> vertices(BsonArray list) {
    List<Vector> vertices = new ArrayList<>(list.size());
    for (BsonValue position : list) {
      Vector vertex = position(position).toVector();
      if (vertices.isEmpty() || !vertices.getLast().equals(vertex)) {
        vertices.add(vertex);
      }
    }
    return vertices;
  }

  private static SphereLine line(BsonArray list) {
    List<Vector> vertices = vertices(list);
    if (vertices.size() < 2) {
      throw Geometries.refusal("GeoJSON LineString must have at least 2 vertices");
    }
    for (int i = 1; i < vertices.size(); i++) {
      if (areAntipodes(vertices.get(i - 1), vertices.get(i))) {
        throw Geometries.refusal("LineString has antipodal vertices");
      }
    }
    return SphereLine.of(vertices);
  }

  private static boolean areAntipodes(Vector a, Vector b) {
    return a.plus(b).length() < 1e-15;
  }

  private static SpherePolygon polygon(BsonValue value, boolean isStrict) {
    BsonArray rings = list(value);
    if (rings.isEmpty()) {
      throw Geometries.refusal("Polygon has no loops");
    }
    if (isStrict && rings.size() > 1) {
      throw Geometries.refusal("Only one simple loop is allowed in a big polygon");
    }
    Loop outer = loop(list(rings.get(0)));
    if (isStrict) {
      return new SpherePolygon(outer, List.of());
    }
    SpherePolygon whole = new SpherePolygon(outer.normalized(), List.of());
    List<Loop> holes = new ArrayList<>();
    for (BsonValue ring : rings.subList(1, rings.size())) {
      Loop hole = loop(list(ring)).normalized();
      if (!whole.contains(new SpherePolygon(hole, List.of()))) {
        throw Geometries.refusal(
            "Secondary loops not contained by first exterior loop - secondary loops must be holes");
      }
      if (hole.edges().stream().anyMatch(edge -> runsAlong(edge, whole.outer()))) {
        throw Geometries.refusal("Polygon isn't valid: a hole shares an edge with the loop");
      }
      for (Loop other : holes) {
        if (new SpherePolygon(other, List.of()).meets(new SpherePolygon(hole, List.of()))) {
          throw Geometries.refusal("Polygon isn't valid: holes overlap");
        }
      }
      holes.add(hole);
    }
    return new SpherePolygon(whole.outer(), holes);
  }

  private static boolean runsAlong(Arc edge, Loop loop) {
    return loop.touches(edge.from()) && loop.touches(edge.to()) && loop.touches(edge.middle());
  }

  private static Loop loop(BsonArray ring) {
    List<Vector> vertices = vertices(ring);
    if (ring.isEmpty()) {
      throw Geometries.refusal("Loop has no vertices");
    }
    if (!vertices.getFirst().equals(vertices.getLast()) || ring.size() < 4) {
      throw Geometries.refusal("Loop is not closed, or has less than 4 positions");
    }
    vertices.removeLast();
    if (vertices.size() < 3) {
      throw Geometries.refusal("Loop must have at least 3 different vertices");
    }
    if (vertices.stream().distinct().count() != vertices.size()) {
      throw Geometries.refusal("Loop is not valid: duplicate vertices");
    }
    Loop loop = Loop.of(vertices);
    for (Arc edge : loop.edges()) {
      if (areAntipodes(edge.from(), edge.to())) {
        throw Geometries.refusal("Loop is not valid: antipodal vertices");
      }
    }
    if (loop.crossesItself()) {
      throw Geometries.refusal("Loop is not valid: edges cross");
    }
    return loop;
  }

  private static boolean isStrict(@Nullable BsonValue crs) {
    if (crs == null) {
      return false;
    }
    if (!(crs instanceof BsonDocument document)) {
      throw Geometries.refusal("GeoJSON CRS must be an object");
    }
    if (!(document.get("type") instanceof BsonString type) || !type.getValue().equals("name")) {
      throw Geometries.refusal("GeoJSON CRS must have field \"type\": \"name\"");
    }
    if (!(document.get("properties") instanceof BsonDocument properties)) {
      throw Geometries.refusal("CRS must have field \"properties\" which is an object");
    }
    if (!(properties.get("name") instanceof BsonString name)) {
      throw Geometries.refusal("In CRS, \"properties.name\" must be a string");
    }
    return switch (name.getValue()) {
      case "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326" -> false;
      case STRICT -> true;
      default -> throw Geometries.refusal("Unknown CRS name: " + name.getValue());
    };
  }
}

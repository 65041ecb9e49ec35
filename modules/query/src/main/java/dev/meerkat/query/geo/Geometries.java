package dev.meerkat.query.geo;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a geometry consists of on the sphere. Threads: immutable.
 *
 * @param flat the coordinates where the whole is one point, else null
 * @param isStrict whether its one polygon has its inside to the left, however large it is
 */
public record Geometries(
    List<Vector> points,
    List<SphereLine> lines,
    List<SpherePolygon> polygons,
    @Nullable Point flat,
    boolean isStrict)
    implements Extent {

  static Geometries of(List<Geometries> parts) {
    List<Vector> points = new ArrayList<>();
    List<SphereLine> lines = new ArrayList<>();
    List<SpherePolygon> polygons = new ArrayList<>();
    for (Geometries part : parts) {
      points.addAll(part.points);
      lines.addAll(part.lines);
      polygons.addAll(part.polygons);
    }
    return new Geometries(points, lines, polygons, null, false);
  }

  /** A point that lies on no sphere has a place on the plane only. */
  static Geometries point(Point point) {
    return new Geometries(
        point.isOnSphere() ? List.of(point.toVector()) : List.of(),
        List.of(),
        List.of(),
        point,
        false);
  }

  static Geometries line(SphereLine line) {
    return new Geometries(List.of(), List.of(line), List.of(), null, false);
  }

  static Geometries polygon(SpherePolygon polygon, boolean isStrict) {
    return new Geometries(List.of(), List.of(), List.of(polygon), null, isStrict);
  }

  static ServerException refusal(String text) {
    return new ServerException(ErrorCode.BAD_VALUE, text);
  }

  @Override
  public double distance(Vector point) {
    double least = Math.PI;
    for (Vector own : points) {
      least = Math.min(least, own.angle(point));
    }
    for (SphereLine line : lines) {
      least = Math.min(least, line.distance(point));
    }
    for (SpherePolygon polygon : polygons) {
      least = polygon.contains(point, true) ? 0 : Math.min(least, polygon.borderDistance(point));
    }
    return least;
  }

  @Override
  public boolean surrounds(Vector point, double radians) {
    for (SpherePolygon polygon : polygons) {
      if (polygon.contains(point, false) && polygon.borderDistance(point) > radians) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Region.Cap bound() {
    List<Vector> vertices = vertices();
    Vector sum = new Vector(0, 0, 0);
    for (Vector vertex : vertices) {
      sum = sum.plus(vertex);
    }
    Vector center = sum.normalized();
    double radians = 0;
    for (Vector vertex : vertices) {
      radians = Math.max(radians, center.angle(vertex));
    }
    // Beyond a hemisphere, arcs between the vertices and what they enclose may lie outside.
    boolean isWide = isStrict || center.length() < 0.5 || radians > Math.PI / 2 - 0.01;
    return new Region.Cap(center, isWide ? Math.PI : radians);
  }

  private List<Vector> vertices() {
    List<Vector> vertices = new ArrayList<>(points);
    for (SphereLine line : lines) {
      for (Arc arc : line.arcs()) {
        vertices.add(arc.from());
        vertices.add(arc.to());
      }
    }
    polygons.forEach(polygon -> vertices.addAll(polygon.outer().vertices()));
    return vertices;
  }

  /** Whether the sphere knows nothing of it. */
  public boolean isEmpty() {
    return points.isEmpty() && lines.isEmpty() && polygons.isEmpty();
  }

  /** Whether each part of the other lies in one of these polygons. */
  boolean contains(Geometries other) {
    return !other.isEmpty()
        && other.points.stream().allMatch(this::contains)
        && other.lines.stream().allMatch(this::contains)
        && other.polygons.stream().allMatch(this::contains);
  }

  private boolean contains(Vector point) {
    return polygons.stream().anyMatch(polygon -> polygon.contains(point, true));
  }

  private boolean contains(SphereLine line) {
    return polygons.stream().anyMatch(polygon -> polygon.contains(line));
  }

  private boolean contains(SpherePolygon other) {
    return polygons.stream().anyMatch(polygon -> polygon.contains(other));
  }

  /** Whether a part of the other meets one of these. */
  boolean meets(Geometries other) {
    return other.points.stream().anyMatch(this::meets)
        || other.lines.stream().anyMatch(this::meets)
        || other.polygons.stream().anyMatch(this::meets);
  }

  private boolean meets(Vector point) {
    return points.stream().anyMatch(own -> own.angle(point) <= Arc.TOLERANCE)
        || lines.stream().anyMatch(line -> line.touches(point))
        || contains(point);
  }

  private boolean meets(SphereLine line) {
    return points.stream().anyMatch(line::touches)
        || lines.stream().anyMatch(own -> own.meets(line))
        || polygons.stream().anyMatch(polygon -> polygon.meets(line));
  }

  private boolean meets(SpherePolygon other) {
    return points.stream().anyMatch(point -> other.contains(point, true))
        || lines.stream().anyMatch(other::meets)
        || polygons.stream().anyMatch(polygon -> polygon.meets(other));
  }
}

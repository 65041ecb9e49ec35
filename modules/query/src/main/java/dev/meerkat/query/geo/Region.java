package dev.meerkat.query.geo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a filter looks. Threads: immutable. */
public sealed interface Region {
  /** Whether a whole geometry lies within. */
  boolean contains(Geometries stored);

  /** The region as a part of the sphere, or null where it means the plane. */
  default @Nullable Extent onSphere() {
    return null;
  }

  /** Whether the sphere is meant, and so {@link #meets} has an answer. */
  default boolean isOnSphere() {
    return false;
  }

  /** Whether a part of a geometry lies within. */
  default boolean meets(Geometries stored) {
    throw new IllegalStateException("the plane knows no lines");
  }

  /** {@code $box}. Threads: immutable. */
  record Box(Point low, Point high) implements Region, FlatExtent {
    public static Box of(Point a, Point b) {
      return new Box(
          new Point(Math.min(a.x(), b.x()), Math.min(a.y(), b.y())),
          new Point(Math.max(a.x(), b.x()), Math.max(a.y(), b.y())));
    }

    @Override
    public boolean contains(Geometries stored) {
      Point point = stored.flat();
      return point != null
          && point.x() >= low.x()
          && point.x() <= high.x()
          && point.y() >= low.y()
          && point.y() <= high.y();
    }

    @Override
    public boolean mayMeet(Box cell) {
      return cell.low.x() <= high.x()
          && cell.high.x() >= low.x()
          && cell.low.y() <= high.y()
          && cell.high.y() >= low.y();
    }

    @Override
    public boolean encloses(Box cell) {
      return cell.low.x() >= low.x()
          && cell.high.x() <= high.x()
          && cell.low.y() >= low.y()
          && cell.high.y() <= high.y();
    }

    /** How far a point is from the nearest point of the box. */
    public double least(Point point) {
      return Math.hypot(
          Math.max(0, Math.max(low.x() - point.x(), point.x() - high.x())),
          Math.max(0, Math.max(low.y() - point.y(), point.y() - high.y())));
    }

    /** How far a point is from the farthest point of the box. */
    public double greatest(Point point) {
      return Math.hypot(
          Math.max(point.x() - low.x(), high.x() - point.x()),
          Math.max(point.y() - low.y(), high.y() - point.y()));
    }

    /** Whether a straight line from one point to another has a point in the box. */
    boolean isOnWay(Point from, Point to) {
      double first = 0;
      double last = 1;
      double[] starts = {from.x() - low.x(), from.y() - low.y()};
      double[] sizes = {high.x() - low.x(), high.y() - low.y()};
      double[] ways = {to.x() - from.x(), to.y() - from.y()};
      for (int i = 0; i < 2; i++) {
        if (ways[i] == 0) {
          if (starts[i] < 0 || starts[i] > sizes[i]) {
            return false;
          }
        } else {
          double enters = -starts[i] / ways[i];
          double leaves = (sizes[i] - starts[i]) / ways[i];
          first = Math.max(first, Math.min(enters, leaves));
          last = Math.min(last, Math.max(enters, leaves));
        }
      }
      return first <= last;
    }
  }

  /** {@code $center}. Threads: immutable. */
  record Circle(Point center, double radius) implements Region, FlatExtent {
    @Override
    public boolean mayMeet(Box cell) {
      return cell.least(center) <= radius;
    }

    @Override
    public boolean encloses(Box cell) {
      return cell.greatest(center) < radius;
    }

    @Override
    public boolean contains(Geometries stored) {
      Point point = stored.flat();
      return point != null && Math.hypot(point.x() - center.x(), point.y() - center.y()) <= radius;
    }
  }

  /** {@code $polygon}: its border belongs to it. Threads: immutable. */
  record FlatPolygon(List<Point> vertices) implements Region, FlatExtent {
    @Override
    public boolean mayMeet(Box cell) {
      return isBorder(cell) || contains(Geometries.point(cell.low));
    }

    @Override
    public boolean encloses(Box cell) {
      return !isBorder(cell) && contains(Geometries.point(cell.low));
    }

    private boolean isBorder(Box cell) {
      Point from = vertices.getLast();
      for (Point to : vertices) {
        if (cell.isOnWay(from, to)) {
          return true;
        }
        from = to;
      }
      return false;
    }

    @Override
    public boolean contains(Geometries stored) {
      Point point = stored.flat();
      if (point == null) {
        return false;
      }
      boolean isInside = false;
      Point from = vertices.getLast();
      for (Point to : vertices) {
        if (isOn(point, from, to)) {
          return true;
        }
        // A ray to the right crosses edges that begin at or below it and end above it.
        if (from.y() > point.y() != to.y() > point.y()) {
          double x = from.x() + (point.y() - from.y()) * (to.x() - from.x()) / (to.y() - from.y());
          isInside ^= point.x() < x;
        }
        from = to;
      }
      return isInside;
    }

    private static boolean isOn(Point point, Point from, Point to) {
      double cross =
          (to.x() - from.x()) * (point.y() - from.y())
              - (to.y() - from.y()) * (point.x() - from.x());
      return cross == 0
          && point.x() >= Math.min(from.x(), to.x())
          && point.x() <= Math.max(from.x(), to.x())
          && point.y() >= Math.min(from.y(), to.y())
          && point.y() <= Math.max(from.y(), to.y());
    }
  }

  /** {@code $centerSphere}: of lines and polygons all vertices lie within. Threads: immutable. */
  record Cap(Vector center, double radians) implements Region, Extent {
    @Override
    public double distance(Vector point) {
      return Math.max(0, center.angle(point) - radians);
    }

    @Override
    public boolean surrounds(Vector point, double radius) {
      return center.angle(point) + radius < radians;
    }

    @Override
    public Cap bound() {
      return this;
    }

    @Override
    public Extent onSphere() {
      return this;
    }

    @Override
    public boolean contains(Geometries stored) {
      return !stored.isEmpty()
          && stored.points().stream().allMatch(this::contains)
          && stored.lines().stream()
              .flatMap(line -> line.arcs().stream())
              .allMatch(arc -> contains(arc.from()) && contains(arc.to()))
          && stored.polygons().stream()
              .flatMap(polygon -> polygon.outer().vertices().stream())
              .allMatch(this::contains);
    }

    private boolean contains(Vector point) {
      return center.angle(point) <= radians + Arc.TOLERANCE;
    }
  }

  /** {@code $geometry}. Threads: immutable. */
  record Sphere(Geometries geometries) implements Region {
    @Override
    public boolean contains(Geometries stored) {
      return geometries.contains(stored);
    }

    @Override
    public boolean isOnSphere() {
      return true;
    }

    @Override
    public Extent onSphere() {
      return geometries;
    }

    @Override
    public boolean meets(Geometries stored) {
      return geometries.meets(stored);
    }
  }
}

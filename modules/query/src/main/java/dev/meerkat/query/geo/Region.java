package dev.meerkat.query.geo;

import java.util.List;

/** Where a filter looks. Threads: immutable. */
sealed interface Region {
  /** Whether a whole geometry lies within. */
  boolean contains(Geometries stored);

  /** Whether the sphere is meant, and so {@link #meets} has an answer. */
  default boolean isOnSphere() {
    return false;
  }

  /** Whether a part of a geometry lies within. */
  default boolean meets(Geometries stored) {
    throw new IllegalStateException("the plane knows no lines");
  }

  /** {@code $box}. Threads: immutable. */
  record Box(Point low, Point high) implements Region {
    static Box of(Point a, Point b) {
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
  }

  /** {@code $center}. Threads: immutable. */
  record Circle(Point center, double radius) implements Region {
    @Override
    public boolean contains(Geometries stored) {
      Point point = stored.flat();
      return point != null && Math.hypot(point.x() - center.x(), point.y() - center.y()) <= radius;
    }
  }

  /** {@code $polygon}: its border belongs to it. Threads: immutable. */
  record FlatPolygon(List<Point> vertices) implements Region {
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
  record Cap(Vector center, double radians) implements Region {
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
    public boolean meets(Geometries stored) {
      return geometries.meets(stored);
    }
  }
}

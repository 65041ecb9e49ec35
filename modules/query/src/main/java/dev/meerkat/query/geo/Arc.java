package dev.meerkat.query.geo;

/** The shorter arc of the great circle through two points. Threads: immutable. */
public record Arc(Vector from, Vector to) {
  /** Radians; a centimetre on the ground. What is nearer touches. */
  public static final double TOLERANCE = 1.5e-9;

  /** What rounding can do to a determinant of sides that are of length 1. */
  private static final double ROUNDING = 1e-15;

  /**
   * Above 0 where {@code point} lies to the left of the arc, below 0 to its right, 0 where that is
   * not sure. The two shorter sides of the triangle decide: between points that are near each other
   * differences are exact, products of them are not.
   */
  double side(Vector point) {
    Vector along = to.minus(from);
    Vector there = point.minus(to);
    Vector back = from.minus(point);
    double alongLength = along.length();
    double thereLength = there.length();
    double backLength = back.length();
    double side;
    double scale;
    if (alongLength >= thereLength && alongLength >= backLength) {
      side = there.cross(back).dot(point);
      scale = thereLength * backLength;
    } else if (thereLength >= backLength) {
      side = back.cross(along).dot(from);
      scale = backLength * alongLength;
    } else {
      side = along.cross(there).dot(to);
      scale = alongLength * thereLength;
    }
    return Math.abs(side) > ROUNDING * scale ? side : 0;
  }

  /** To the left of the whole arc, of length 1; of a point, nothing. */
  Vector normal() {
    return from.plus(to).cross(to.minus(from)).normalized();
  }

  double length() {
    return from.angle(to);
  }

  Vector middle() {
    return from.plus(to).normalized();
  }

  /** The distance of a point from the nearest point of the arc, in radians. */
  double distance(Vector point) {
    Vector normal = normal();
    boolean isBeside =
        normal.length() > 0.5
            && normal.cross(from).dot(point) >= 0
            && to.cross(normal).dot(point) >= 0;
    // The angle to the foot of the perpendicular, which rounds as MongoDB's does.
    return isBeside
        ? point.angle(point.minus(normal.times(normal.dot(point))).normalized())
        : Math.min(point.angle(from), point.angle(to));
  }

  boolean touches(Vector point) {
    return distance(point) <= TOLERANCE;
  }

  /** Whether the arcs meet in a point within both of them. */
  boolean crosses(Arc other) {
    double otherFrom = side(other.from);
    double otherTo = side(other.to);
    double ownFrom = other.side(from);
    double ownTo = other.side(to);
    return Math.signum(otherFrom) * Math.signum(otherTo) < 0
        && Math.signum(otherFrom) * Math.signum(ownTo) > 0
        && Math.signum(otherFrom) * Math.signum(ownFrom) < 0;
  }

  /** Whether the arcs cross or touch. */
  boolean meets(Arc other) {
    return crosses(other)
        || touches(other.from)
        || touches(other.to)
        || other.touches(from)
        || other.touches(to);
  }
}

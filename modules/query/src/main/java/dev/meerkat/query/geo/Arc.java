package dev.meerkat.query.geo;

/** The shorter arc of the great circle through two points. Threads: immutable. */
public record Arc(Vector from, Vector to) {
  /** Radians; a centimetre on the ground. What is nearer touches. */
  public static final double TOLERANCE = 1.5e-9;

  /** Below this a determinant of unit vectors does not tell on which side a point lies. */
  private static final double UNSURE = 1e-15;

  /** Above 0 where {@code point} lies to the left of the arc, below 0 to its right. */
  double side(Vector point) {
    return from.cross(to).dot(point);
  }

  double length() {
    return from.angle(to);
  }

  Vector middle() {
    return from.plus(to).normalized();
  }

  /** The distance of a point from the nearest point of the arc, in radians. */
  double distance(Vector point) {
    Vector normal = from.cross(to).normalized();
    boolean isBeside =
        normal.length() > 0.5
            && normal.cross(from).dot(point) >= 0
            && to.cross(normal).dot(point) >= 0;
    return isBeside
        ? Math.asin(Math.min(1, Math.abs(normal.dot(point))))
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
    return isSure(otherFrom)
        && isSure(otherTo)
        && isSure(ownFrom)
        && isSure(ownTo)
        && otherFrom * otherTo < 0
        && otherFrom * ownTo > 0
        && otherFrom * ownFrom < 0;
  }

  /** Whether the arcs cross or touch. */
  boolean meets(Arc other) {
    return crosses(other)
        || touches(other.from)
        || touches(other.to)
        || other.touches(from)
        || other.touches(to);
  }

  private static boolean isSure(double side) {
    return Math.abs(side) > UNSURE;
  }
}

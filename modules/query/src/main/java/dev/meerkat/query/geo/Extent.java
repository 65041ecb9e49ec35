package dev.meerkat.query.geo;

/**
 * A part of the sphere, as those see it who cover it with cells. Threads: immutable.
 *
 * @see Geometries
 */
public interface Extent {
  /** Radians from a point to the nearest point of this part; 0 for a point of it. */
  double distance(Vector point);

  /** Whether all that is at most so many radians from a point belongs to it; false in doubt. */
  boolean surrounds(Vector point, double radians);

  /** A circle that holds all of it; of pi radians, the whole sphere. */
  Region.Cap bound();
}

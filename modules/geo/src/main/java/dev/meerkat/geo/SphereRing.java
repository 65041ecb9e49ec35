package dev.meerkat.geo;

import dev.meerkat.query.geo.Extent;
import dev.meerkat.query.geo.Region;
import dev.meerkat.query.geo.Vector;

/**
 * What lies between two distances of a point, in radians. Threads: immutable.
 *
 * @param min at or below 0 where the ring has no hole
 */
record SphereRing(Vector center, double min, double max) implements Extent {
  @Override
  public double distance(Vector point) {
    double angle = center.angle(point);
    return Math.max(0, Math.max(angle - max, min - angle));
  }

  @Override
  public boolean surrounds(Vector point, double radians) {
    double angle = center.angle(point);
    return angle + radians < max && angle - radians > min;
  }

  @Override
  public Region.Cap bound() {
    return new Region.Cap(center, Math.min(Math.PI, max));
  }
}

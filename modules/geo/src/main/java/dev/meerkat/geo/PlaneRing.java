package dev.meerkat.geo;

import dev.meerkat.query.geo.FlatExtent;
import dev.meerkat.query.geo.Point;
import dev.meerkat.query.geo.Region;

/** What lies between two distances of a point of the plane. Threads: immutable. */
record PlaneRing(Point center, double min, double max) implements FlatExtent {
  @Override
  public boolean mayMeet(Region.Box cell) {
    return cell.least(center) <= max && cell.greatest(center) >= min;
  }

  @Override
  public boolean encloses(Region.Box cell) {
    return cell.greatest(center) < max && cell.least(center) > min;
  }
}

package dev.meerkat.geo;

import com.google.common.geometry.S1Angle;
import com.google.common.geometry.S2Cap;
import com.google.common.geometry.S2Cell;
import com.google.common.geometry.S2LatLngRect;
import com.google.common.geometry.S2Point;
import com.google.common.geometry.S2Region;
import dev.meerkat.query.geo.Arc;
import dev.meerkat.query.geo.Extent;
import dev.meerkat.query.geo.Region;
import dev.meerkat.query.geo.Vector;

/**
 * A part of the sphere as S2 asks about it. A cell is taken for the circle around it, so that what
 * touches for the filters is covered for certain. Threads: immutable.
 */
record CellRegion(Extent extent) implements S2Region {
  /** Both the index and the question cover what touches them. */
  private static final double MARGIN = 2 * Arc.TOLERANCE;

  /** A circle is known to S2, which looks at cells as they are. */
  static S2Region of(Extent extent) {
    return extent instanceof Region.Cap cap ? cap(cap) : new CellRegion(extent);
  }

  private static S2Cap cap(Region.Cap cap) {
    return cap.radians() + MARGIN >= Math.PI
        ? S2Cap.full()
        : S2Cap.fromAxisAngle(point(cap.center()), S1Angle.radians(cap.radians() + MARGIN));
  }

  @Override
  public S2Cap getCapBound() {
    return cap(extent.bound());
  }

  @Override
  public S2LatLngRect getRectBound() {
    return getCapBound().getRectBound();
  }

  @Override
  public boolean contains(S2Cell cell) {
    S2Cap cap = cell.getCapBound();
    return extent.surrounds(vector(cap.axis()), cap.angle().radians());
  }

  @Override
  public boolean contains(S2Point point) {
    return extent.distance(vector(point)) <= MARGIN;
  }

  @Override
  public boolean mayIntersect(S2Cell cell) {
    S2Cap cap = cell.getCapBound();
    return extent.distance(vector(cap.axis())) <= cap.angle().radians() + MARGIN;
  }

  static S2Point point(Vector vector) {
    return new S2Point(vector.x(), vector.y(), vector.z());
  }

  private static Vector vector(S2Point point) {
    return new Vector(point.getX(), point.getY(), point.getZ());
  }
}

package dev.meerkat.geo;

import com.google.common.geometry.S1Angle;
import com.google.common.geometry.S1Interval;
import com.google.common.geometry.S2Cap;
import com.google.common.geometry.S2LatLngRect;
import dev.meerkat.query.geo.Arc;
import dev.meerkat.query.geo.FlatExtent;
import dev.meerkat.query.geo.Region;

/**
 * A circle of the sphere on the plane of longitudes and latitudes: the rectangle around it.
 * Threads: immutable.
 */
record PlaneCap(S2LatLngRect rectangle) implements FlatExtent {
  static PlaneCap of(Region.Cap cap) {
    double radians = cap.radians() + 2 * Arc.TOLERANCE;
    return new PlaneCap(
        radians >= Math.PI
            ? S2LatLngRect.full()
            : S2Cap.fromAxisAngle(CellRegion.point(cap.center()), S1Angle.radians(radians))
                .getRectBound());
  }

  @Override
  public boolean mayMeet(Region.Box cell) {
    double west = Math.max(-180, cell.low().x());
    double east = Math.min(180, cell.high().x());
    if (west > east
        || Math.toRadians(cell.low().y()) > rectangle.lat().hi()
        || Math.toRadians(cell.high().y()) < rectangle.lat().lo()) {
      return false;
    }
    return rectangle.lng().intersects(new S1Interval(Math.toRadians(west), Math.toRadians(east)));
  }

  @Override
  public boolean encloses(Region.Box cell) {
    return false;
  }
}

package dev.meerkat.geo;

import com.google.common.geometry.R1Interval;
import com.google.common.geometry.S1Interval;
import com.google.common.geometry.S2LatLng;
import com.google.common.geometry.S2LatLngRect;
import dev.meerkat.query.geo.NearQuery;
import dev.meerkat.query.geo.Region;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.index.Nearest;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How near the squares of the plane are, which may stand for longitudes and latitudes. Threads:
 * immutable.
 */
record PlaneDistances(NearQuery query, PlaneGrid grid) {
  /** Radians that distances on the sphere may be off, with room. */
  private static final double MARGIN = 1e-8;

  /** The square that all others are in. */
  List<Nearest.Area> areas() {
    return List.of(area(PlaneGrid.WHOLE));
  }

  double least(BsonValue key) {
    return least(grid.cell(key.asBinary()));
  }

  private Area area(PlaneGrid.Cell cell) {
    return new Area(this, cell, least(cell));
  }

  private double least(PlaneGrid.Cell cell) {
    Region.Box box = grid.box(cell);
    double least;
    if (query.kind() == NearQuery.Kind.FLAT) {
      least = box.least(query.center());
      if (box.greatest(query.center()) < query.min()) {
        return Double.POSITIVE_INFINITY;
      }
    } else {
      least = radians(box);
    }
    return least > query.max() ? Double.POSITIVE_INFINITY : least;
  }

  private double radians(Region.Box box) {
    double west = Math.max(-180, box.low().x());
    double east = Math.min(180, box.high().x());
    double south = Math.max(-90, box.low().y());
    double north = Math.min(90, box.high().y());
    if (west > east || south > north) {
      return Double.POSITIVE_INFINITY;
    }
    S2LatLngRect rectangle =
        new S2LatLngRect(
            new R1Interval(Math.toRadians(south), Math.toRadians(north)),
            new S1Interval(Math.toRadians(west), Math.toRadians(east)));
    S2LatLng center = S2LatLng.fromDegrees(query.center().y(), query.center().x()).normalized();
    return Math.max(0, rectangle.getDistance(center).radians() - MARGIN);
  }

  private record Area(PlaneDistances distances, PlaneGrid.Cell cell, double least)
      implements Nearest.Area {
    @Override
    public Interval keys() {
      return PlaneGrid.interval(cell);
    }

    @Override
    public List<Nearest.Area> parts() {
      if (cell.level() == distances.grid.bits()) {
        return List.of();
      }
      List<Nearest.Area> parts = new ArrayList<>(4);
      for (int quarter = 0; quarter < 4; quarter++) {
        parts.add(distances.area(cell.quarter(quarter)));
      }
      return parts;
    }

    @Override
    public @Nullable Interval undivided() {
      return null;
    }
  }
}

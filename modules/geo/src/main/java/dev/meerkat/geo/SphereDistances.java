package dev.meerkat.geo;

import com.google.common.geometry.S2Cell;
import com.google.common.geometry.S2CellId;
import com.google.common.geometry.S2Point;
import dev.meerkat.query.geo.NearQuery;
import dev.meerkat.query.geo.Vector;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.index.Nearest;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** How near the cells of the sphere are. Threads: immutable. */
final class SphereDistances {
  /** No two points of a cell of level 0 are farther apart; each level halves it. */
  private static final double DIAGONAL = 2.45;

  /** Radians that both the index and the distances may be off, with room. */
  private static final double MARGIN = 1e-8;

  private static final int FACES = 6;

  private final Vector center;
  private final S2Point point;
  private final double min;
  private final double max;

  /** What a radian is in the units of the distances that are asked for. */
  private final double radian;

  SphereDistances(NearQuery query) {
    this.center = query.center().toVector();
    this.point = CellRegion.point(center);
    this.min = query.kind().toRadians(query.min());
    this.max = query.kind().toRadians(query.max());
    this.radian = 1 / query.kind().toRadians(1);
  }

  /** The cells that all others are in. */
  List<Nearest.Area> areas() {
    List<Nearest.Area> areas = new ArrayList<>(FACES);
    for (int face = 0; face < FACES; face++) {
      areas.add(area(S2CellId.fromFace(face)));
    }
    return areas;
  }

  double least(BsonValue key) {
    return least(new S2CellId(key.asInt64().getValue()));
  }

  private Area area(S2CellId cell) {
    return new Area(this, cell, least(cell));
  }

  private double least(S2CellId cell) {
    S2Point middle = cell.toPoint();
    double angle = center.angle(new Vector(middle.getX(), middle.getY(), middle.getZ()));
    double diagonal = Math.scalb(DIAGONAL, -cell.level());
    double least = angle - diagonal;
    // Of what is near in relation to its size, the exact distance is worth its price.
    if (least < diagonal && !cell.isLeaf()) {
      least = Math.max(least, new S2Cell(cell).getDistance(point).toAngle().radians());
    }
    return angle + diagonal + MARGIN < min || least - MARGIN > max
        ? Double.POSITIVE_INFINITY
        : Math.max(0, Math.max(least - MARGIN, min - MARGIN)) * radian;
  }

  private record Area(SphereDistances distances, S2CellId cell, double least)
      implements Nearest.Area {
    @Override
    public Interval keys() {
      return new Interval(
          new BsonInt64(cell.rangeMin().id()), true, new BsonInt64(cell.rangeMax().id()), true);
    }

    @Override
    public List<Nearest.Area> parts() {
      if (cell.isLeaf()) {
        return List.of();
      }
      List<Nearest.Area> parts = new ArrayList<>(4);
      for (int i = 0; i < 4; i++) {
        parts.add(distances.area(cell.child(i)));
      }
      return parts;
    }

    /** What is not a point is kept in the cells that it fills. */
    @Override
    public @Nullable Interval undivided() {
      BsonInt64 own = new BsonInt64(cell.id());
      return cell.isLeaf() ? null : new Interval(own, true, own, true);
    }
  }
}

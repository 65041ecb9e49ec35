package dev.meerkat.geo;

import com.google.common.geometry.S2CellId;
import com.google.common.geometry.S2Region;
import com.google.common.geometry.S2RegionCoverer;
import dev.meerkat.query.geo.Extent;
import dev.meerkat.query.geo.Geometries;
import dev.meerkat.query.geo.Vector;
import dev.meerkat.spi.index.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonInt64;

/**
 * Geometries and questions as cells of the sphere. A cell's number lies amid the numbers of the
 * cells within it, so that they are one interval. Threads: immutable.
 */
final class SphereCells {
  /** As small as a metre; points alone have smaller cells. */
  private static final int FINEST_LEVEL = 23;

  /** Cells that one geometry may take in the index. */
  private static final S2RegionCoverer STORED = coverer(32);

  /** Stretches of the index that one question may read. */
  private static final S2RegionCoverer ASKED = coverer(20);

  private SphereCells() {}

  private static S2RegionCoverer coverer(int cells) {
    return S2RegionCoverer.builder().setMaxLevel(FINEST_LEVEL).setMaxCells(cells).build();
  }

  /** The numbers of the cells that a geometry of a document has in the index. */
  static Set<Long> of(Geometries stored) {
    Set<Long> cells = new TreeSet<>();
    for (Vector point : stored.points()) {
      cells.add(S2CellId.fromPoint(CellRegion.point(point)).id());
    }
    if (!stored.lines().isEmpty() || !stored.polygons().isEmpty()) {
      Geometries wide =
          new Geometries(List.of(), stored.lines(), stored.polygons(), null, stored.isStrict());
      for (S2CellId cell : STORED.getCovering(new CellRegion(wide))) {
        cells.add(cell.id());
      }
    }
    return cells;
  }

  /**
   * The intervals of the numbers of all cells, ascending, that have something in common with a part
   * of the sphere: those within its covering, and those that hold a cell of the covering.
   */
  static List<Interval> meeting(Extent extent) {
    S2Region region = CellRegion.of(extent);
    return intervals(ASKED.getCovering(region));
  }

  private static List<Interval> intervals(Iterable<S2CellId> covering) {
    TreeSet<Long> larger = new TreeSet<>();
    List<long[]> stretches = new ArrayList<>();
    for (S2CellId cell : covering) {
      stretches.add(new long[] {cell.rangeMin().id(), cell.rangeMax().id()});
      for (int level = cell.level() - 1; level >= 0; level--) {
        if (!larger.add(cell.parent(level).id())) {
          break;
        }
      }
    }
    larger.forEach(cell -> stretches.add(new long[] {cell, cell}));
    stretches.sort((a, b) -> Long.compare(a[0], b[0]));
    List<Interval> intervals = new ArrayList<>(stretches.size());
    for (long[] stretch : stretches) {
      intervals.add(new Interval(new BsonInt64(stretch[0]), true, new BsonInt64(stretch[1]), true));
    }
    return intervals;
  }
}

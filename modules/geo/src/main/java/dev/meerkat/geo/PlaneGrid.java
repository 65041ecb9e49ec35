package dev.meerkat.geo;

import dev.meerkat.query.geo.FlatExtent;
import dev.meerkat.query.geo.Point;
import dev.meerkat.query.geo.Region;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.values.Numbers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * A square of the plane, quartered again and again: a cell's key is the way to it, two bits a step,
 * so that the cells within a quarter are one interval. Threads: immutable.
 *
 * @param bits steps
 */
record PlaneGrid(double min, double max, int bits) {
  private static final int DEFAULT_BITS = 26;
  private static final byte GEO_HASH = (byte) 0x80;

  /** Stretches of the index that one question may read. */
  private static final int MAX_CELLS = 32;

  /** A quarter of a quarter of …: its first bits, and how many steps lead to it. */
  record Cell(long hash, long x, long y, int level) {
    Cell quarter(int quarter) {
      return new Cell(
          hash | (long) quarter << 62 - 2 * level,
          x << 1 | quarter >> 1,
          y << 1 | quarter & 1,
          level + 1);
    }
  }

  /** The cell that all others are in. */
  static final Cell WHOLE = new Cell(0, 0, 0, 0);

  static PlaneGrid of(BsonDocument spec) {
    BsonValue bits = GeoSpecs.number(spec, "bits");
    BsonValue min = GeoSpecs.number(spec, "min");
    BsonValue max = GeoSpecs.number(spec, "max");
    if (bits != null
        && (bits.isDecimal128()
            || !(Numbers.toDouble(bits) >= 1)
            || !(Numbers.toDouble(bits) <= 32))) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "bits for hash must be > 0 and <= 32, but "
              + GeoSpecs.text(bits)
              + " bits were specified");
    }
    PlaneGrid grid =
        new PlaneGrid(
            min == null ? -180 : Numbers.toDouble(min),
            max == null ? 180 : Numbers.toDouble(max),
            bits == null ? DEFAULT_BITS : (int) Numbers.toDouble(bits));
    if (!(grid.min < grid.max) || !Double.isFinite(grid.max - grid.min)) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "region for hash must be valid and have positive area, but [ "
              + grid.min
              + ", "
              + grid.max
              + " ] was specified");
    }
    return grid;
  }

  /**
   * @throws ServerException 13027 where the point lies outside
   */
  private void check(Point point) {
    if (!holds(point)) {
      throw new ServerException(ErrorCode.location(13027), refusal());
    }
  }

  boolean holds(Point point) {
    return point.x() >= min && point.x() <= max && point.y() >= min && point.y() <= max;
  }

  /** What is said of a point outside. */
  String refusal() {
    return "point not in interval of [ " + min + ", " + max + " ]";
  }

  /** All of the plane that the index knows. */
  Region.Box whole() {
    return new Region.Box(new Point(min, min), new Point(max, max));
  }

  /** The key of a point's cell. */
  BsonBinary key(Point point) {
    check(point);
    long x = step(point.x());
    long y = step(point.y());
    long hash = 0;
    for (int bit = bits - 1; bit >= 0; bit--) {
      hash = hash << 2 | (x >>> bit & 1) << 1 | y >>> bit & 1;
    }
    return key(bits == 32 ? hash : hash << 64 - 2 * bits);
  }

  private long step(double coordinate) {
    long steps = 1L << bits;
    return Math.min(steps - 1, (long) ((coordinate - min) / (max - min) * steps));
  }

  private static BsonBinary key(long hash) {
    return new BsonBinary(GEO_HASH, ByteBuffer.allocate(Long.BYTES).putLong(hash).array());
  }

  /** The intervals of the keys, ascending, of all cells that may hold a point of a part. */
  List<Interval> meeting(FlatExtent extent) {
    List<Cell> found = new ArrayList<>();
    List<Cell> open = List.of(WHOLE);
    while (!open.isEmpty()) {
      List<Cell> next = new ArrayList<>();
      List<Cell> whole = new ArrayList<>();
      for (Cell cell : open) {
        Region.Box box = box(cell);
        if (extent.mayMeet(box)) {
          if (cell.level == bits || extent.encloses(box)) {
            found.add(cell);
          } else {
            whole.add(cell);
            addQuarters(cell, extent, next);
          }
        }
      }
      if (found.size() + next.size() > MAX_CELLS) {
        found.addAll(whole);
        break;
      }
      open = next;
    }
    found.sort((a, b) -> Long.compareUnsigned(a.hash, b.hash));
    List<Interval> intervals = new ArrayList<>(found.size());
    for (Cell cell : found) {
      intervals.add(interval(cell));
    }
    return intervals;
  }

  /** The keys within a cell. */
  static Interval interval(Cell cell) {
    long last = cell.level == 32 ? cell.hash : cell.hash | -1L >>> 2 * cell.level;
    return new Interval(key(cell.hash), true, key(last), true);
  }

  /** The cell of a key. */
  Cell cell(BsonBinary key) {
    long hash = ByteBuffer.wrap(key.getData()).getLong();
    long x = 0;
    long y = 0;
    for (int level = 0; level < bits; level++) {
      x = x << 1 | hash >>> 63 - 2 * level & 1;
      y = y << 1 | hash >>> 62 - 2 * level & 1;
    }
    return new Cell(hash, x, y, bits);
  }

  private void addQuarters(Cell cell, FlatExtent extent, List<Cell> quarters) {
    for (int quarter = 0; quarter < 4; quarter++) {
      Cell within = cell.quarter(quarter);
      if (extent.mayMeet(box(within))) {
        quarters.add(within);
      }
    }
  }

  /** The cell's place, a little larger than it is, for coordinates were rounded. */
  Region.Box box(Cell cell) {
    double size = (max - min) / (1L << cell.level);
    double margin = (max - min) * 1e-12;
    double x = min + cell.x * size;
    double y = min + cell.y * size;
    return new Region.Box(
        new Point(x - margin, y - margin), new Point(x + size + margin, y + size + margin));
  }
}

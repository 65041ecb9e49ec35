package dev.meerkat.geo;

import dev.meerkat.query.geo.FlatExtent;
import dev.meerkat.query.geo.NearParser;
import dev.meerkat.query.geo.NearQuery;
import dev.meerkat.query.geo.Point;
import dev.meerkat.query.geo.Region;
import dev.meerkat.query.geo.RegionParser;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.KeySink;
import dev.meerkat.spi.index.Nearest;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import dev.meerkat.values.QueryPaths;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One 2d index ready for use. Documents without a point are left out. What stands behind the point
 * in the key pattern is kept beside it, and never looked for. Threads: immutable.
 */
final class PlaneIndex implements CompiledIndex {
  private final FieldPath path;
  private final List<FieldPath> others = new ArrayList<>();
  private final PlaneGrid grid;

  PlaneIndex(IndexDefinition definition) {
    List<String> paths = List.copyOf(definition.keyPattern().keySet());
    this.path = FieldPath.of(paths.getFirst());
    paths.subList(1, paths.size()).forEach(other -> others.add(FieldPath.of(other)));
    this.grid = PlaneGrid.of(definition.spec());
  }

  @Override
  public void keys(DocumentView document, KeySink sink) {
    List<BsonBinary> cells = new ArrayList<>();
    boolean[] isMultikey = new boolean[1];
    QueryPaths.walk(
        path,
        QueryPaths.LeafArrays.ARRAY,
        document.array(),
        document.offset(),
        (type, array, offset, index) -> {
          isMultikey[0] |= index >= 0;
          if (type == BsonBytes.DOCUMENT || type == BsonBytes.ARRAY) {
            addCells(BsonBytes.decode(array, type, offset), cells);
          }
          return false;
        });
    if (cells.isEmpty()) {
      return;
    }
    List<PathValues> values = new ArrayList<>();
    List<PathValues.Part> parts = new ArrayList<>(cells.size());
    cells.forEach(cell -> parts.add(to -> to.append(cell)));
    values.add(new PathValues(parts, isMultikey[0] || cells.size() > 1));
    others.forEach(other -> values.add(PathValues.plain(other, document)));
    PathValues.combine(values, sink);
  }

  /** Adds the cell of a point, or those of a list of points. */
  private void addCells(BsonValue value, List<BsonBinary> cells) {
    Collection<BsonValue> parts = parts(value);
    if (parts.isEmpty()) {
      return;
    }
    if (parts.iterator().next().isNumber()) {
      cells.add(grid.key(point(parts)));
      return;
    }
    for (BsonValue part : parts) {
      if (!part.isDocument() && !part.isArray()) {
        throw new ServerException(
            ErrorCode.location(16804),
            "location object expected, location array not in correct format");
      }
      if (!parts(part).isEmpty()) {
        cells.add(grid.key(point(parts(part))));
      }
    }
  }

  private static Collection<BsonValue> parts(BsonValue value) {
    return value instanceof BsonArray array ? array : ((BsonDocument) value).values();
  }

  private static Point point(Collection<BsonValue> parts) {
    Iterator<BsonValue> coordinates = parts.iterator();
    BsonValue x = coordinates.next();
    if (!coordinates.hasNext()) {
      throw new ServerException(ErrorCode.location(13068), "geo field only has 1 element");
    }
    BsonValue y = coordinates.next();
    if (!x.isNumber() || !y.isNumber()) {
      throw new ServerException(
          ErrorCode.location(13026), "geo values must be 'legacy coordinate pairs' for 2d indexes");
    }
    return new Point(Numbers.toDouble(x), Numbers.toDouble(y));
  }

  @Override
  public @Nullable Bounds bounds(int component, Predicate predicate, boolean multikey) {
    if (component > 0
        || !(predicate instanceof Predicate.Path asked)
        || !asked.operator().equals("$geoWithin") && !asked.operator().equals("$within")) {
      return null;
    }
    Region region = RegionParser.within(asked.operand()).region();
    FlatExtent extent =
        switch (region) {
          case FlatExtent flat -> flat;
          case Region.Cap cap -> PlaneCap.of(cap);
          default -> null;
        };
    return extent == null ? null : new Bounds(grid.meeting(extent), false);
  }

  @Override
  public boolean knowsDistances(int component) {
    return component == 0;
  }

  @Override
  public @Nullable Nearest nearest(int component, Predicate.Near predicate) {
    NearQuery query = NearParser.parse(predicate.operators());
    if (component > 0 || query.kind() == NearQuery.Kind.METRES) {
      return null;
    }
    if (!grid.holds(query.center())) {
      throw new ServerException(ErrorCode.location(16433), grid.refusal());
    }
    PlaneDistances distances = new PlaneDistances(query, grid);
    return new GeoNearest("GEO_NEAR_2D", query, path, distances.areas(), distances::least);
  }

  @Override
  public boolean holdsAll(List<Predicate> conjuncts) {
    for (Predicate conjunct : conjuncts) {
      if (path.dotted().equals(GeoOperators.path(conjunct))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean keepsValueOrder(int component) {
    return false;
  }
}

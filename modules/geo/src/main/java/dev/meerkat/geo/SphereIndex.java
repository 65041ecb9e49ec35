package dev.meerkat.geo;

import dev.meerkat.engine.index.BtreeIndexType;
import dev.meerkat.query.geo.Extent;
import dev.meerkat.query.geo.GeoMatch;
import dev.meerkat.query.geo.Geometries;
import dev.meerkat.query.geo.NearParser;
import dev.meerkat.query.geo.NearQuery;
import dev.meerkat.query.geo.RegionParser;
import dev.meerkat.query.geo.StoredGeometry;
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
import dev.meerkat.values.QueryPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One 2dsphere index ready for use. Documents without any of its geometries are left out. Threads:
 * immutable.
 */
final class SphereIndex implements CompiledIndex {
  private final List<Component> components = new ArrayList<>();

  /** Knows the bounds of the components that are no geometries. */
  private final CompiledIndex ordered;

  private record Component(FieldPath path, boolean isGeometry) {}

  SphereIndex(IndexDefinition definition) {
    for (Map.Entry<String, BsonValue> entry : definition.keyPattern().entrySet()) {
      components.add(new Component(FieldPath.of(entry.getKey()), entry.getValue().isString()));
    }
    this.ordered = new BtreeIndexType().compile(definition);
  }

  @Override
  public void keys(DocumentView document, KeySink sink) {
    List<PathValues> values = new ArrayList<>(components.size());
    boolean isSomewhere = false;
    for (Component component : components) {
      PathValues own =
          component.isGeometry
              ? cells(component.path, document)
              : PathValues.plain(component.path, document);
      isSomewhere |= component.isGeometry && !own.values().isEmpty();
      values.add(own);
    }
    if (!isSomewhere) {
      return;
    }
    values.replaceAll(
        own ->
            own.values().isEmpty()
                ? new PathValues(List.of(KeySink::appendNull), own.isMultikey())
                : own);
    PathValues.combine(values, sink);
  }

  private static PathValues cells(FieldPath path, DocumentView document) {
    List<BsonValue> found = new ArrayList<>();
    boolean[] isMultikey = new boolean[1];
    QueryPaths.walk(
        path,
        QueryPaths.LeafArrays.ARRAY,
        document.array(),
        document.offset(),
        (type, array, offset, index) -> {
          isMultikey[0] |= index >= 0;
          if (type != BsonBytes.END) {
            found.add(BsonBytes.decode(array, type, offset));
          }
          return false;
        });
    if (found.size() == 1 && isNothing(found.getFirst())) {
      return new PathValues(List.of(), isMultikey[0]);
    }
    Set<Long> cells = new TreeSet<>();
    for (BsonValue value : found) {
      cells.addAll(SphereCells.of(geometry(value, document)));
    }
    List<PathValues.Part> parts = new ArrayList<>(cells.size());
    cells.forEach(cell -> parts.add(sink -> sink.append(new BsonInt64(cell))));
    return new PathValues(parts, isMultikey[0] || cells.size() > 1);
  }

  private static boolean isNothing(BsonValue value) {
    return switch (value) {
      case BsonDocument document -> document.isEmpty();
      case BsonArray array -> array.isEmpty();
      default -> value.isNull() || value.getBsonType() == org.bson.BsonType.UNDEFINED;
    };
  }

  private static Geometries geometry(BsonValue value, DocumentView document) {
    String reason;
    try {
      if (value.isDocument() || value.isArray()) {
        Geometries geometry = StoredGeometry.parse(value);
        if (!geometry.isEmpty() && !geometry.isStrict()) {
          return geometry;
        }
        reason =
            geometry.isStrict()
                ? "can't index geometry with strict winding order"
                : "longitude/latitude is out of bounds";
      } else {
        reason = "geo element must be an array or object: " + value;
      }
    } catch (ServerException refusal) {
      reason = refusal.getMessage();
    }
    throw new ServerException(
        ErrorCode.location(16755), "Can't extract geo keys: " + document + "  " + reason);
  }

  @Override
  public @Nullable Bounds bounds(int component, Predicate predicate, boolean multikey) {
    if (!components.get(component).isGeometry) {
      return ordered.bounds(component, predicate, multikey);
    }
    Extent extent = predicate instanceof Predicate.Path path ? extent(path) : null;
    return extent == null ? null : new Bounds(SphereCells.meeting(extent), false);
  }

  private static @Nullable Extent extent(Predicate.Path predicate) {
    GeoMatch match =
        switch (predicate.operator()) {
          case "$geoWithin", "$within" -> RegionParser.within(predicate.operand());
          case "$geoIntersects" -> RegionParser.intersects(predicate.operand());
          default -> null;
        };
    return match == null ? null : match.region().onSphere();
  }

  @Override
  public boolean knowsDistances(int component) {
    return components.get(component).isGeometry;
  }

  @Override
  public @Nullable Nearest nearest(int component, Predicate.Near predicate) {
    NearQuery query = NearParser.parse(predicate.operators());
    if (!components.get(component).isGeometry || query.kind() == NearQuery.Kind.FLAT) {
      return null;
    }
    SphereDistances distances = new SphereDistances(query);
    return new GeoNearest(
        "GEO_NEAR_2DSPHERE",
        query,
        components.get(component).path,
        distances.areas(),
        distances::least);
  }

  @Override
  public boolean holdsAll(List<Predicate> conjuncts) {
    for (Predicate conjunct : conjuncts) {
      String path = GeoOperators.path(conjunct);
      if (path != null && isGeometry(path)) {
        return true;
      }
    }
    return false;
  }

  private boolean isGeometry(String path) {
    for (Component component : components) {
      if (component.isGeometry && component.path.dotted().equals(path)) {
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

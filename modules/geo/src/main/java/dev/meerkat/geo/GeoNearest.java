package dev.meerkat.geo;

import dev.meerkat.query.geo.NearQuery;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.index.Nearest;
import dev.meerkat.values.FieldPath;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A search for what is nearest in one of the two kinds of index. Threads: immutable.
 *
 * @param areas the largest
 * @param leasts how near a key is, at the least
 */
record GeoNearest(
    String stageName,
    NearQuery query,
    FieldPath path,
    List<Area> areas,
    ToDoubleFunction<BsonValue> leasts)
    implements Nearest {
  @Override
  public double min() {
    return query.min();
  }

  @Override
  public double max() {
    return query.max();
  }

  /**
   * On the sphere these are metres, whatever the query has asked for, and no farther than it is.
   */
  @Override
  public double told(double distance) {
    return query.kind() == NearQuery.Kind.FLAT
        ? Nearest.super.told(distance)
        : Math.min(query.kind().toRadians(distance), Math.PI) * NearQuery.EARTH;
  }

  @Override
  public double least(BsonValue key) {
    return leasts.applyAsDouble(key);
  }

  @Override
  public @Nullable Place measure(DocumentView document) {
    NearQuery.Nearest nearest = query.measure(path, document.array(), document.offset());
    return nearest == null ? null : new Place(nearest.distance(), nearest.value());
  }
}

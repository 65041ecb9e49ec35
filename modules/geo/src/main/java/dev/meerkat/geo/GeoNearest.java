package dev.meerkat.geo;

import dev.meerkat.query.geo.NearQuery;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.index.Nearest;
import dev.meerkat.values.FieldPath;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A search for what is nearest in one of the two kinds of index. Threads: immutable.
 *
 * @param maxDistance as far as anything can be, or as is wanted
 * @param rounds the intervals that hold what is at most so far away
 */
record GeoNearest(
    String stageName,
    NearQuery query,
    FieldPath path,
    double firstDistance,
    double maxDistance,
    DoubleFunction<List<Interval>> rounds)
    implements Nearest {
  @Override
  public List<Interval> within(double distance) {
    return distance < query.min() ? List.of() : rounds.apply(distance);
  }

  @Override
  public @Nullable Place measure(DocumentView document) {
    NearQuery.Nearest nearest = query.measure(path, document.array(), document.offset());
    return nearest == null ? null : new Place(nearest.distance(), nearest.value());
  }
}

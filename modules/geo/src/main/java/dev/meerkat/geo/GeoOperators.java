package dev.meerkat.geo;

import dev.meerkat.spi.query.Predicate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filter operators that only geometries satisfy. Threads: immutable. */
final class GeoOperators {
  private static final Set<String> NAMES = Set.of("$geoWithin", "$within", "$geoIntersects");

  private GeoOperators() {}

  /** The path on which a predicate asks for geometries, or null. */
  static @Nullable String path(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Near near -> near.path();
      case Predicate.Path asked when NAMES.contains(asked.operator()) -> asked.path();
      default -> null;
    };
  }
}

package dev.meerkat.geo;

import java.util.Set;

/** The filter operators that only geometries satisfy. Threads: immutable. */
final class GeoOperators {
  static final Set<String> NAMES =
      Set.of("$geoWithin", "$within", "$geoIntersects", "$near", "$nearSphere", "$geoNear");

  private GeoOperators() {}
}

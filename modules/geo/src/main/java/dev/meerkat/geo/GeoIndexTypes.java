package dev.meerkat.geo;

import dev.meerkat.spi.index.IndexType;
import dev.meerkat.spi.index.IndexTypeProvider;
import java.util.Set;

/** The geospatial index types. Threads: immutable. */
public final class GeoIndexTypes implements IndexTypeProvider {
  /** Called by the service loader. */
  public GeoIndexTypes() {}

  @Override
  public Set<String> names() {
    return Set.of(SphereIndexType.NAME, PlaneIndexType.NAME);
  }

  @Override
  public IndexType type(String name) {
    return switch (name) {
      case SphereIndexType.NAME -> new SphereIndexType();
      case PlaneIndexType.NAME -> new PlaneIndexType();
      default -> throw new IllegalArgumentException("not an index type of this provider: " + name);
    };
  }
}

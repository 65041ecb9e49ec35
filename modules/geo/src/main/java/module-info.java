import dev.meerkat.geo.GeoIndexTypes;
import dev.meerkat.spi.index.IndexTypeProvider;
import org.jspecify.annotations.NullMarked;

/** Geospatial indexes: 2dsphere and 2d. */
@NullMarked
module dev.meerkat.geo {
  requires dev.meerkat.engine;
  requires s2.geometry;
  // S2, an automatic module, cannot say that it needs it.
  requires com.google.common;
  // What Guava's class files name, for the compiler alone.
  requires static com.google.errorprone.annotations;

  provides IndexTypeProvider with
      GeoIndexTypes;
}

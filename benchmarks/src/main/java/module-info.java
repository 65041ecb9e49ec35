import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.storage.StorageProvider;
import org.jspecify.annotations.NullMarked;

/** Micro-benchmarks, the floors that the server is measured against, and the client for both. */
@NullMarked
module dev.meerkat.benchmarks {
  requires dev.meerkat.query;
  requires dev.meerkat.spi.storage;
  requires dev.meerkat.wire;
  requires jmh.core;

  uses ExpressionProvider;
  uses FilterProvider;
  uses StorageProvider;
}

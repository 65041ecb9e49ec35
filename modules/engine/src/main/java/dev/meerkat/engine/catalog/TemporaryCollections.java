package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.Namespace;

/**
 * Collections that are made on the way to others, and are left where the server dies meanwhile.
 * Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/out/">$out</a>
 */
public final class TemporaryCollections {
  private TemporaryCollections() {}

  /** Drops what a server before this one has left; called before anybody else is served. */
  public static void drop(Engine engine) {
    CatalogSnapshot catalog = engine.catalog().snapshot();
    for (String database : catalog.databaseNames()) {
      for (CollectionEntry entry : catalog.collections(database)) {
        if (entry.options().isTemporary()) {
          drop(engine, entry.namespace());
        }
      }
    }
  }

  private static void drop(Engine engine, Namespace left) {
    Namespace namespace =
        TimeseriesOptions.isBuckets(left) ? TimeseriesOptions.ofBuckets(left) : left;
    try (Operation operation = engine.operations().beginInternal(left.database(), "drop")) {
      var _ = engine.catalog().drops().drop(operation, namespace, null);
    }
  }
}

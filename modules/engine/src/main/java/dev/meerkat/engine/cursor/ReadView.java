package dev.meerkat.engine.cursor;

import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import java.util.function.Supplier;

/**
 * The data and the catalog that fit it. A collection is in the snapshot if it is in the catalog:
 * drops take the tables away only after the catalog is published without them. Threads: confined to
 * one operation.
 */
public record ReadView(CatalogSnapshot catalog, Snapshot storage) implements AutoCloseable {
  /** The newest commit and its catalog. */
  @SuppressWarnings("ReferenceEquality") // the catalog is replaced, never changed
  public static ReadView open(Supplier<CatalogSnapshot> catalogs, Storage storage) {
    while (true) {
      CatalogSnapshot before = catalogs.get();
      Snapshot snapshot = storage.openSnapshot();
      if (catalogs.get() == before) {
        return new ReadView(before, snapshot);
      }
      snapshot.close();
    }
  }

  @Override
  public void close() {
    storage.close();
  }
}

package dev.meerkat.engine.index;

import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.IndexEntry;
import java.util.Set;
import java.util.TreeSet;

/**
 * The types of the indexes that a folder holds. A plugin that made one may be gone since: nobody
 * could keep that index then, so no write may begin. Threads: immutable.
 */
public final class StoredIndexTypes {
  private StoredIndexTypes() {}

  /**
   * Checks that every index is of a type that there is.
   *
   * @throws IllegalStateException one is not; the text names it, and all types that there are
   */
  public static void require(CatalogSnapshot catalog, Set<String> types) {
    for (String database : catalog.databaseNames()) {
      for (CollectionEntry collection : catalog.collections(database)) {
        for (IndexEntry index : collection.indexes()) {
          String type = IndexTypeName.of(index.keyPattern());
          if (!types.contains(type)) {
            throw new IllegalStateException(
                "the index %s of %s is of the type %s, which nobody brings; there is: %s"
                    .formatted(
                        index.name(),
                        collection.namespace(),
                        type,
                        String.join(", ", new TreeSet<>(types))));
          }
        }
      }
    }
  }
}

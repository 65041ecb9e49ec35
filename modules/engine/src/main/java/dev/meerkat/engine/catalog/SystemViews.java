package dev.meerkat.engine.catalog;

import dev.meerkat.spi.Namespace;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/**
 * The collection {@code system.views}, in which MongoDB keeps a database's views. Here they stand
 * in the catalog; what tells of collections tells of this one as if it were there. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/views/">Views</a>
 */
public final class SystemViews {
  /** The collection of each database that would hold its views. */
  public static final String NAME = "system.views";

  private SystemViews() {}

  /** Whether a name is that of this collection, in a database that has views. */
  public static boolean isShown(CatalogSnapshot catalog, Namespace namespace) {
    return namespace.collection().equals(NAME)
        && catalog.find(namespace) == null
        && catalog.collections(namespace.database()).stream().anyMatch(CollectionEntry::isView);
  }

  /** Its only index. */
  public static List<BsonDocument> indexes() {
    return List.of(IdIndex.DEFAULT_SPEC);
  }

  /** One document for each view of a database. */
  static List<BsonDocument> documents(CatalogSnapshot catalog, String database) {
    List<BsonDocument> documents = new ArrayList<>();
    for (CollectionEntry entry : catalog.collections(database)) {
      if (entry.isView()) {
        documents.add(CatalogLog.view(entry));
      }
    }
    return documents;
  }
}

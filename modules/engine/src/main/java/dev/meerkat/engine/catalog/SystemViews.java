package dev.meerkat.engine.catalog;

import dev.meerkat.engine.index.Multikey;
import dev.meerkat.spi.Namespace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

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

  private static final String NO_COLLECTION = "$cmd.aggregate";

  private SystemViews() {}

  /**
   * What is read by a name: a collection, a view, or the views of a database as if they were
   * documents; null where there is nothing.
   */
  public static @Nullable CollectionEntry readable(CatalogSnapshot catalog, Namespace namespace) {
    return isShown(catalog, namespace) ? asView(catalog, namespace) : catalog.find(namespace);
  }

  private static CollectionEntry asView(CatalogSnapshot catalog, Namespace namespace) {
    BsonArray documents = new BsonArray(documents(catalog, namespace.database()));
    BsonDocument stage = new BsonDocument("$documents", new BsonDocument("$literal", documents));
    CollectionOptions options =
        CollectionOptions.stored(
            new BsonDocument("viewOn", new BsonString(NO_COLLECTION))
                .append("pipeline", new BsonArray(List.of(stage))));
    return new CollectionEntry(
        namespace, uuid(namespace.database()), NAME, options, List.of(), CollectionLife.resumed());
  }

  /** What listings tell of it. */
  static CollectionEntry asCollection(Namespace namespace) {
    IndexEntry id = new IndexEntry(IdIndex.DEFAULT_SPEC, NAME, Multikey.NONE, null);
    return new CollectionEntry(
        namespace,
        uuid(namespace.database()),
        NAME,
        CollectionOptions.NONE,
        List.of(id),
        CollectionLife.resumed());
  }

  /** Its UUID, always the same. */
  public static UUID uuid(String database) {
    return UUID.nameUUIDFromBytes((database + "." + NAME).getBytes(StandardCharsets.UTF_8));
  }

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

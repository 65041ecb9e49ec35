package dev.meerkat.engine.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.UuidRepresentation;

/** What {@code listCollections} tells. Threads: immutable. */
final class CatalogListing {
  private CatalogListing() {}

  static List<BsonDocument> collections(Collection<CollectionEntry> entries) {
    List<CollectionEntry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(entry -> entry.namespace().collection()));
    List<BsonDocument> documents = new ArrayList<>(sorted.size());
    for (CollectionEntry entry : sorted) {
      documents.add(describe(entry));
    }
    return documents;
  }

  private static BsonDocument describe(CollectionEntry entry) {
    BsonDocument info = new BsonDocument("readOnly", BsonBoolean.valueOf(entry.isView()));
    if (!entry.isView()) {
      info.append("uuid", new BsonBinary(entry.uuid(), UuidRepresentation.STANDARD));
    }
    BsonDocument document =
        new BsonDocument("name", new BsonString(entry.namespace().collection()))
            .append("type", new BsonString(entry.isView() ? "view" : "collection"))
            .append("options", entry.options().toBson())
            .append("info", info);
    IndexEntry id = entry.index(IndexEntry.ID_NAME);
    if (id != null && !id.isClustered()) {
      document.append("idIndex", id.spec());
    }
    return document;
  }
}

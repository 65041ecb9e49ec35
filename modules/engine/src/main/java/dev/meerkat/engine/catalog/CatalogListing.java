package dev.meerkat.engine.catalog;

import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.Namespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.UuidRepresentation;

/** What {@code listCollections} tells. Threads: immutable. */
final class CatalogListing {
  private CatalogListing() {}

  /** The collections and views of a database, sorted by name. */
  static List<BsonDocument> collections(CatalogSnapshot catalog, String database) {
    Collection<CollectionEntry> entries = catalog.collections(database);
    List<CollectionEntry> sorted = new ArrayList<>(entries);
    Namespace views = new Namespace(database, SystemViews.NAME);
    if (SystemViews.isShown(catalog, views)) {
      sorted.add(SystemViews.asCollection(views));
    }
    sorted.sort(Comparator.comparing(entry -> entry.namespace().collection()));
    List<BsonDocument> documents = new ArrayList<>(sorted.size());
    Map<String, CollectionEntry> byName = new HashMap<>();
    entries.forEach(entry -> byName.put(entry.namespace().collection(), entry));
    for (CollectionEntry entry : sorted) {
      Namespace buckets = TimeseriesOptions.buckets(entry.namespace());
      CollectionEntry shown = byName.get(buckets.collection());
      if (shown != null
          && shown.options().isTimeseries()
          && buckets.collection().equals(entry.options().viewOn())) {
        documents.add(describe(entry, shown));
      } else {
        documents.add(describe(entry));
      }
    }
    return documents;
  }

  /** A time-series collection: the view and the buckets that it shows as one. */
  private static BsonDocument describe(CollectionEntry view, CollectionEntry buckets) {
    return new BsonDocument("name", new BsonString(view.namespace().collection()))
        .append("type", new BsonString("timeseries"))
        .append("options", buckets.options().ofMeasurements().toBson())
        .append("info", new BsonDocument("readOnly", BsonBoolean.FALSE));
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

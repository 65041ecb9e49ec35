package dev.meerkat.engine.catalog;

import dev.meerkat.engine.index.Multikey;
import dev.meerkat.spi.Namespace;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;

/** The catalog as MongoDB stores it, which {@code $listCatalog} tells. Threads: immutable. */
final class CatalogRecords {
  private CatalogRecords() {}

  /** The records of a database's collections, and behind them its views. */
  static List<BsonDocument> of(CatalogSnapshot catalog, String database) {
    List<BsonDocument> records = new ArrayList<>();
    List<CollectionEntry> entries = new ArrayList<>(catalog.collections(database));
    entries.sort(Comparator.comparing(entry -> entry.namespace().collection()));
    for (CollectionEntry entry : entries) {
      if (!entry.isView()) {
        records.add(collection(entry));
      }
    }
    Namespace views = new Namespace(database, SystemViews.NAME);
    if (SystemViews.isShown(catalog, views)) {
      records.add(collection(SystemViews.asCollection(views)));
    }
    for (CollectionEntry entry : entries) {
      if (entry.isView()) {
        records.add(view(entry));
      }
    }
    return records;
  }

  static BsonDocument collection(CollectionEntry entry) {
    BsonDocument options =
        new BsonDocument("uuid", new BsonBinary(entry.uuid(), UuidRepresentation.STANDARD));
    options.putAll(entry.options().toBson());
    BsonArray indexes = new BsonArray();
    BsonDocument idents = new BsonDocument();
    for (IndexEntry index : entry.indexes()) {
      if (!index.isClustered()) {
        indexes.add(index(index));
        idents.append(index.name(), new BsonString(index.ident()));
      }
    }
    BsonString name = new BsonString(entry.namespace().fullName());
    return begun(entry, "collection")
        .append(
            "md",
            new BsonDocument("ns", name).append("options", options).append("indexes", indexes))
        .append("idxIdent", idents)
        .append("ns", name)
        .append("ident", new BsonString(entry.ident()));
  }

  private static BsonDocument view(CollectionEntry entry) {
    String viewOn = entry.options().viewOn();
    boolean isTimeseries = viewOn != null && viewOn.startsWith("system.buckets.");
    BsonDocument record = begun(entry, isTimeseries ? "timeseries" : "view");
    record.putAll(CatalogLog.view(entry));
    return record.append("ns", new BsonString(entry.namespace().fullName()));
  }

  private static BsonDocument begun(CollectionEntry entry, String type) {
    return new BsonDocument("db", new BsonString(entry.namespace().database()))
        .append("name", new BsonString(entry.namespace().collection()))
        .append("type", new BsonString(type));
  }

  private static BsonDocument index(IndexEntry index) {
    BsonDocument described =
        new BsonDocument("spec", index.spec())
            .append("ready", BsonBoolean.valueOf(index.ready()))
            .append("multikey", BsonBoolean.valueOf(index.isMultikey()));
    if (index.keyPattern().values().stream().allMatch(BsonValue::isNumber)) {
      described.append("multikeyPaths", multikeyPaths(index));
    }
    return described
        .append("head", new BsonInt64(0))
        .append("backgroundSecondary", BsonBoolean.FALSE);
  }

  /**
   * Of each path a byte for each of its fields, which says whether some document has an array
   * there.
   */
  private static BsonDocument multikeyPaths(IndexEntry index) {
    Multikey multikey = index.multikey();
    BsonDocument described = new BsonDocument();
    int component = 0;
    for (String dotted : index.keyPattern().keySet()) {
      FieldPath path = FieldPath.of(dotted);
      byte[] arrays = new byte[path.size()];
      boolean isKnown = false;
      for (int size = 1; multikey.hasComponent(component) && size <= path.size(); size++) {
        if (multikey.hasPath(path.prefix(size).dotted())) {
          arrays[size - 1] = 1;
          isKnown = true;
        }
      }
      if (multikey.hasComponent(component) && !isKnown) {
        arrays[arrays.length - 1] = 1;
      }
      described.append(dotted, new BsonBinary(arrays));
      component++;
    }
    return described;
  }
}

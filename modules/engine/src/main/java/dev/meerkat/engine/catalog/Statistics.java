package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.CheckOptions;
import dev.meerkat.engine.collection.CheckReport;
import dev.meerkat.engine.collection.CollectionCheck;
import dev.meerkat.engine.collection.CollectionRepair;
import dev.meerkat.engine.collection.Repairs;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Numbers about collections and databases, and the check of a collection's consistency. Threads:
 * safe.
 */
public final class Statistics {
  /** Bytes that an index entry is taken to need, since backends do not tell. */
  private static final long ENTRY_BYTES = 32;

  private final Engine engine;

  public Statistics(Engine engine) {
    this.engine = engine;
  }

  /**
   * What {@code $collStats} shows as {@code storageStats}.
   *
   * @param scale bytes are divided by it, 1 or more
   */
  public BsonDocument collection(Operation operation, Namespace namespace, int scale) {
    try (Execution execution = new Execution(operation)) {
      StorageReader reader = execution.view().storage();
      CollectionEntry entry = execution.view().catalog().find(namespace);
      CollectionEntry buckets = execution.view().catalog().bucketsOf(namespace);
      if (buckets != null) {
        return timeseries(buckets, reader, scale);
      }
      if (entry != null && entry.isView()) {
        throw new ServerException(
            ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW,
            "Namespace " + namespace.fullName() + " is a view, not a collection");
      }
      if (SystemViews.isShown(execution.view().catalog(), namespace)) {
        return views(
            SystemViews.documents(execution.view().catalog(), namespace.database()), scale);
      }
      return entry == null ? absent(scale) : present(entry, reader, scale);
    }
  }

  /** Of a time-series collection no numbers are told that would be those of its buckets. */
  private BsonDocument timeseries(CollectionEntry buckets, StorageReader reader, int scale) {
    RecordStore records = engine.storage().recordStore(buckets.ident());
    long count = records.count(reader);
    long size = records.dataSizeBytes(reader);
    BsonDocument stats = present(buckets, reader, scale);
    stats.remove("count");
    stats.remove("avgObjSize");
    BsonDocument told =
        new BsonDocument("bucketsNs", new BsonString(buckets.namespace().fullName()))
            .append("bucketCount", number(count))
            .append("avgBucketSize", number(count == 0 ? 0 : size / count));
    buckets.life().bucketCounts().appendTo(told);
    return stats.append("timeseries", told);
  }

  private static BsonDocument views(List<BsonDocument> documents, int scale) {
    long size = bytes(documents);
    BsonValue indexSize = number(ENTRY_BYTES * documents.size() / scale);
    return new BsonDocument("size", number(size / scale))
        .append("count", number(documents.size()))
        .append("avgObjSize", number(size / documents.size()))
        .append("numOrphanDocs", new BsonInt32(0))
        .append("storageSize", number(size / scale))
        .append("freeStorageSize", new BsonInt32(0))
        .append("capped", BsonBoolean.FALSE)
        .append("nindexes", new BsonInt32(1))
        .append("indexBuilds", new BsonArray())
        .append("totalIndexSize", indexSize)
        .append("totalSize", number((size + ENTRY_BYTES * documents.size()) / scale))
        .append("indexSizes", new BsonDocument(IndexEntry.ID_NAME, indexSize))
        .append("scaleFactor", new BsonInt32(scale));
  }

  private static long bytes(List<BsonDocument> documents) {
    return documents.stream().mapToLong(document -> DocumentView.of(document).length()).sum();
  }

  private BsonDocument present(CollectionEntry entry, StorageReader reader, int scale) {
    RecordStore records = engine.storage().recordStore(entry.ident());
    long count = records.count(reader);
    long size = records.dataSizeBytes(reader);
    CollectionOptions options = entry.options();
    BsonDocument sizes = new BsonDocument();
    long indexBytes = 0;
    for (IndexEntry index : entry.indexes()) {
      if (index.isClustered()) {
        continue;
      }
      long bytes = indexBytes(entry, index, reader);
      indexBytes += bytes;
      sizes.append(index.name(), number(bytes / scale));
    }
    BsonDocument stats =
        new BsonDocument("size", number(size / scale)).append("count", number(count));
    if (count > 0) {
      stats.append("avgObjSize", number(size / count));
    }
    stats
        .append("numOrphanDocs", new BsonInt32(0))
        .append("storageSize", number(size / scale))
        .append("freeStorageSize", new BsonInt32(0))
        .append("capped", BsonBoolean.valueOf(options.capped()));
    if (options.capped()) {
      stats
          .append("max", number(options.maxDocuments()))
          .append("maxSize", number(options.sizeBytes() / scale));
    }
    if (options.isClustered()) {
      stats.append("clustered", BsonBoolean.TRUE);
    }
    return stats
        .append("nindexes", new BsonInt32(entry.indexCount()))
        .append("indexBuilds", building(entry))
        .append("totalIndexSize", number(indexBytes / scale))
        .append("totalSize", number((size + indexBytes) / scale))
        .append("indexSizes", sizes)
        .append("scaleFactor", new BsonInt32(scale));
  }

  private static BsonDocument absent(int scale) {
    return new BsonDocument("size", new BsonInt32(0))
        .append("count", new BsonInt32(0))
        .append("numOrphanDocs", new BsonInt32(0))
        .append("storageSize", new BsonInt32(0))
        .append("totalSize", new BsonInt32(0))
        .append("nindexes", new BsonInt32(0))
        .append("totalIndexSize", new BsonInt32(0))
        .append("indexSizes", new BsonDocument())
        .append("scaleFactor", new BsonInt32(scale));
  }

  private static BsonValue building(CollectionEntry entry) {
    BsonArray names = new BsonArray();
    for (IndexEntry index : entry.indexes()) {
      if (!index.ready()) {
        names.add(new BsonString(index.name()));
      }
    }
    return names;
  }

  /** Entries are counted only where their number is not that of the documents. */
  private long indexBytes(CollectionEntry entry, IndexEntry index, StorageReader reader) {
    boolean isOneForEach =
        index.ready()
            && !index.isMultikey()
            && !index.spec().containsKey("sparse")
            && !index.spec().containsKey("partialFilterExpression")
            && index.keyPattern().values().stream().allMatch(BsonValue::isNumber);
    long entries =
        isOneForEach
            ? engine.storage().recordStore(entry.ident()).count(reader)
            : engine
                .storage()
                .sortedTable(index.ident())
                .count(reader, KeyRange.ALL, Long.MAX_VALUE);
    return ENTRY_BYTES * entries;
  }

  /**
   * What the dbStats command answers.
   *
   * @param scale bytes are divided by it, 1 or more
   * @param isFreeStorageWanted whether to tell of room that is kept for later: none, since tables
   *     share one store, whose free pages are nobody's, and sizes are those of the data alone
   */
  public BsonDocument database(
      Operation operation, String database, int scale, boolean isFreeStorageWanted) {
    long collections = 0;
    long objects = 0;
    long size = 0;
    long indexes = 0;
    long indexBytes = 0;
    List<BsonDocument> definitions;
    try (Execution execution = new Execution(operation)) {
      StorageReader reader = execution.view().storage();
      definitions = SystemViews.documents(execution.view().catalog(), database);
      for (CollectionEntry entry : execution.view().catalog().collections(database)) {
        if (entry.isView()) {
          continue;
        }
        collections++;
        RecordStore records = engine.storage().recordStore(entry.ident());
        objects += records.count(reader);
        size += records.dataSizeBytes(reader);
        indexes += entry.indexCount();
        for (IndexEntry index : entry.indexes()) {
          indexBytes += indexBytes(entry, index, reader);
        }
      }
    }
    // As in MongoDB, where one more collection holds the views.
    int views = definitions.size();
    collections += views > 0 ? 1 : 0;
    indexes += views > 0 ? 1 : 0;
    objects += views;
    size += bytes(definitions);
    indexBytes += ENTRY_BYTES * views;
    double divisor = scale;
    long total = size + indexBytes;
    BsonDocument stats =
        new BsonDocument("db", new BsonString(database))
            .append("collections", new BsonInt64(collections))
            .append("views", new BsonInt64(views))
            .append("objects", new BsonInt64(objects))
            .append("avgObjSize", new BsonDouble(objects == 0 ? 0 : (double) size / objects))
            .append("dataSize", new BsonDouble(size / divisor))
            .append("storageSize", new BsonDouble(size / divisor));
    if (isFreeStorageWanted) {
      stats.append("freeStorageSize", new BsonDouble(0));
    }
    stats
        .append("indexes", new BsonInt64(indexes))
        .append("indexSize", new BsonDouble(indexBytes / divisor));
    if (isFreeStorageWanted) {
      stats.append("indexFreeStorageSize", new BsonDouble(0));
    }
    stats.append("totalSize", new BsonDouble(total / divisor));
    if (isFreeStorageWanted) {
      stats.append("totalFreeStorageSize", new BsonDouble(0));
    }
    return stats
        .append("scaleFactor", new BsonInt64(scale))
        .append("fsUsedSize", new BsonDouble(engine.storage().sizeBytes() / divisor))
        .append("fsTotalSize", new BsonDouble(engine.storage().sizeBytes() / divisor));
  }

  /** Bytes of a database's documents and index entries, as listDatabases tells. */
  public long sizeBytes(Operation operation, String database) {
    return (long) database(operation, database, 1, false).getDouble("totalSize").getValue();
  }

  /**
   * Checks a collection: that its documents are sound, that each has its index entries and no
   * others exist, and that the counts are right; what is not, is mended first where that is asked
   * for.
   *
   * @throws ServerException 26, 166
   */
  public BsonDocument validate(Operation operation, Namespace namespace, CheckOptions options) {
    CheckReport report = check(operation, namespace, options);
    if (report.isValid() || options.repair() == CheckOptions.Repair.NONE) {
      return report.toBson(options.repair(), Repairs.NOTHING);
    }
    Repairs done = new CollectionRepair(engine, operation, report.entry(), options.repair()).run();
    return check(operation, namespace, options).toBson(options.repair(), done);
  }

  private CheckReport check(Operation operation, Namespace namespace, CheckOptions options) {
    try (Execution execution = new Execution(operation)) {
      CollectionEntry buckets = execution.view().catalog().bucketsOf(namespace);
      CollectionEntry entry =
          buckets == null ? execution.view().catalog().find(namespace) : buckets;
      if (entry == null) {
        throw new ServerException(
            ErrorCode.NAMESPACE_NOT_FOUND,
            "Collection '" + namespace.fullName() + "' does not exist to validate.");
      }
      if (entry.isView()) {
        throw new ServerException(
            ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW, "Cannot validate a view");
      }
      return new CollectionCheck(execution, engine.collections().of(entry), options).run();
    }
  }

  private static BsonValue number(long value) {
    return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }
}

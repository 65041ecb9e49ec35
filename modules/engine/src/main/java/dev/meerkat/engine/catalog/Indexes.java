package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.oplog.Oplog;
import dev.meerkat.engine.timeseries.BucketIndexSpecs;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Makes, drops and lists indexes. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/indexes/">Indexes</a>
 */
public final class Indexes {
  private static final int MEMORY_MEGABYTES = 200;
  private static final int LEAST_MEGABYTES = 50;

  /** A build takes no more than such a part of all memory. */
  private static final int HEAP_SHARE = 8;

  private final Engine engine;
  private final LongSupplier memoryMegabytes;

  public Indexes(Engine engine) {
    this.engine = engine;
    this.memoryMegabytes =
        engine
            .server()
            .parameters()
            .number("maxIndexBuildMemoryUsageMegabytes", MEMORY_MEGABYTES, LEAST_MEGABYTES, true);
  }

  /**
   * What createIndexes has done.
   *
   * @param createdCollection whether the collection was made, too
   * @param before the number of indexes before
   * @param after the number of indexes after
   */
  public record Created(boolean createdCollection, int before, int after) {}

  /**
   * Creates indexes; those that exist already are left out.
   *
   * @param specs as the client gave them, types of their fields unchecked
   * @throws ServerException 67, 85, 86, 11000, …
   */
  public Created create(Operation operation, Namespace namespace, List<BsonDocument> specs) {
    CollectionEntry buckets = operation.collections().bucketsOf(namespace);
    TimeseriesOptions timeseries = buckets == null ? null : buckets.options().timeseries();
    if (buckets != null && timeseries != null) {
      BucketIndexSpecs translation = new BucketIndexSpecs(timeseries);
      return create(
          operation, buckets.namespace(), specs.stream().map(translation::onBuckets).toList());
    }
    NamespaceRules.checkCreatable(namespace);
    if (engine.oplog().isKept() && namespace.equals(Oplog.NAMESPACE)) {
      throw new ServerException(ErrorCode.CANNOT_CREATE_INDEX, "cannot have an index on the oplog");
    }
    if (engine.oplog().isOwn(namespace)) {
      throw new ServerException(
          ErrorCode.location(8293400), "cannot have an index on " + namespace.fullName());
    }
    CollectionEntry present = operation.collections().find(namespace);
    refuseView(present);
    long most =
        Math.min(memoryMegabytes.getAsLong() << 20, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    return new IndexCreation(engine, operation, namespace, most).create(present, specs);
  }

  /**
   * Drops indexes.
   *
   * @param index a name, {@code *} for all but {@code _id_}, a key pattern, or an array of names
   * @return the number of indexes before
   * @throws ServerException 26, 27, 72, 181
   */
  public int drop(Operation operation, Namespace namespace, BsonValue index) {
    CollectionEntry buckets = engine.catalog().snapshot().bucketsOf(namespace);
    TimeseriesOptions timeseries = buckets == null ? null : buckets.options().timeseries();
    if (buckets != null && timeseries != null) {
      BucketIndexSpecs translation = new BucketIndexSpecs(timeseries);
      return drop(
          operation,
          buckets.namespace(),
          index instanceof BsonDocument key
              ? translation.keyOnBuckets(key, ErrorCode.INDEX_NOT_FOUND)
              : index);
    }
    List<IndexEntry> gone = new ArrayList<>();
    int before =
        operation.write(
            operation.durability(),
            turn -> {
              gone.clear();
              CollectionEntry entry = turn.catalog().find(namespace);
              if (entry == null) {
                throw new ServerException(
                    ErrorCode.NAMESPACE_NOT_FOUND, "ns not found " + namespace.fullName());
              }
              refuseView(entry);
              gone.addAll(IndexSelection.of(entry, index));
              List<IndexEntry> rest = new ArrayList<>(entry.indexes());
              rest.removeAll(gone);
              if (!gone.isEmpty()) {
                turn.alter(entry);
                engine.catalog().put(turn, entry.withIndexes(rest));
                CatalogLog.unindexed(turn.log(), entry, gone);
                turn.timestamp();
              }
              return entry.indexCount();
            });
    engine.catalog().drops().removeIdents(gone.stream().map(IndexEntry::ident).toList());
    return before;
  }

  /** The names of a collection's indexes that are being built, and what names each build. */
  public Map<String, UUID> builds(Namespace namespace) {
    CatalogSnapshot catalog = engine.catalog().snapshot();
    CollectionEntry buckets = catalog.bucketsOf(namespace);
    CollectionEntry entry = buckets == null ? catalog.find(namespace) : buckets;
    Map<String, UUID> builds = new HashMap<>();
    if (entry != null) {
      for (IndexEntry index : entry.indexes()) {
        if (index.build() != null) {
          builds.put(index.name(), index.build());
        }
      }
    }
    return builds;
  }

  /**
   * The specs of a collection's indexes as clients see them.
   *
   * @throws ServerException 26, 166
   */
  public List<BsonDocument> list(Namespace namespace) {
    CatalogSnapshot catalog = engine.catalog().snapshot();
    if (SystemViews.isShown(catalog, namespace)) {
      return SystemViews.indexes();
    }
    CollectionEntry entry = Catalog.require(catalog, namespace);
    CollectionEntry buckets = catalog.bucketsOf(namespace);
    List<BsonDocument> specs = new ArrayList<>();
    if (buckets == null) {
      refuseView(entry);
      for (IndexEntry index : entry.indexes()) {
        // Buckets are sorted by their _id, and of that nothing is said.
        if (!index.isClustered() || !entry.options().isTimeseries()) {
          specs.add(index.spec());
        }
      }
      return specs;
    }
    TimeseriesOptions timeseries = buckets.options().timeseries();
    for (IndexEntry index : buckets.indexes()) {
      BsonDocument shown =
          timeseries == null || index.isClustered()
              ? null
              : new BucketIndexSpecs(timeseries).shown(index.spec());
      if (shown != null) {
        specs.add(shown);
      }
    }
    return specs;
  }

  static void refuseView(@Nullable CollectionEntry entry) {
    if (entry != null && entry.isView()) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW,
          "Namespace " + entry.namespace().fullName() + " is a view, not a collection");
    }
  }
}

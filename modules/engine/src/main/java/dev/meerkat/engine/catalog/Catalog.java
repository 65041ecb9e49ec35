package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.index.Multikey;
import dev.meerkat.engine.oplog.Oplog;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.TableKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The databases, collections and views: finds, makes, changes and drops them. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/databases-and-collections/">Databases and
 *     collections</a>
 */
public final class Catalog {
  private final Engine engine;
  private final CatalogTable table;
  private final Drops drops;

  public Catalog(Engine engine) {
    this.engine = engine;
    this.table = new CatalogTable(engine.storage());
    this.drops = new Drops(engine, table);
  }

  /** Everything that exists now. */
  public CatalogSnapshot snapshot() {
    return engine.turns().catalog();
  }

  /** The collection or view of that name, or null. */
  public @Nullable CollectionEntry find(Namespace namespace) {
    return snapshot().find(namespace);
  }

  /**
   * Creates a collection or view; answers false where it exists with the same options.
   *
   * @param idIndex the spec of the {@code _id} index as given, or null
   * @throws ServerException 48 where it exists with other options, 73, 13297, 72, …
   */
  public boolean create(
      Operation operation,
      Namespace namespace,
      CollectionOptions options,
      @Nullable BsonDocument idIndex) {
    return create(operation, namespace, options, idIndex, null);
  }

  /**
   * As {@link #create(Operation, Namespace, CollectionOptions, BsonDocument)}, of a collection that
   * is to have a UUID.
   *
   * @param uuid the collection's, or null for a new one
   */
  public boolean create(
      Operation operation,
      Namespace namespace,
      CollectionOptions options,
      @Nullable BsonDocument idIndex,
      @Nullable UUID uuid) {
    NamespaceRules.checkCreatable(namespace);
    TimeseriesOptions timeseries = options.timeseries();
    // Buckets themselves are clustered, and are made alone by who repeats what the oplog says.
    if (timeseries != null && !options.isClustered()) {
      NamespaceRules.checkCreatable(TimeseriesOptions.buckets(namespace));
      return operation.write(
          operation.durability(),
          turn -> new TimeseriesCatalog(engine).create(turn, namespace, options, timeseries, uuid));
    }
    BsonDocument idSpec = IdIndex.spec(options, idIndex);
    if (options.isView()) {
      new ViewDefinitions(engine).check(namespace, options, snapshot());
    } else {
      new ValidatorRules(engine).check(namespace, options);
    }
    return operation.write(
        operation.durability(), turn -> createIfAbsent(turn, namespace, options, idSpec, uuid));
  }

  private boolean createIfAbsent(
      Turn turn,
      Namespace namespace,
      CollectionOptions options,
      BsonDocument idSpec,
      @Nullable UUID uuid) {
    CollectionEntry existing = turn.catalog().find(namespace);
    if (existing == null) {
      create(turn, namespace, options, idSpec, uuid == null ? engine.seeds().newUuid() : uuid);
      return true;
    }
    boolean isOther = uuid != null && !uuid.equals(existing.uuid());
    if (!isOther && existing.options().isSameAs(options)) {
      return false;
    }
    throw new ServerException(
        ErrorCode.NAMESPACE_EXISTS,
        (existing.isView() ? "A view" : "A collection")
            + " already exists. NS: "
            + namespace
            + ". Requested options: "
            + options.toBson().toJson()
            + " Existing options: "
            + existing.options().toBson().toJson());
  }

  /** Creates, within a turn, the collection that a write needs. */
  public CollectionEntry createImplicitly(Turn turn, Namespace namespace) {
    NamespaceRules.checkCreatable(namespace);
    return create(
        turn, namespace, CollectionOptions.NONE, IdIndex.DEFAULT_SPEC, engine.seeds().newUuid());
  }

  /** Creates, within a turn, a collection with the usual {@code _id} index. */
  public CollectionEntry create(Turn turn, Namespace namespace, CollectionOptions options) {
    NamespaceRules.checkCreatable(namespace);
    return create(turn, namespace, options, IdIndex.DEFAULT_SPEC, engine.seeds().newUuid());
  }

  /**
   * Fails where a name that is longer by some bytes could not be a collection's.
   *
   * @throws ServerException 73
   */
  public void checkRoomForName(Namespace namespace, int bytes) {
    NamespaceRules.checkLength(namespace, bytes);
  }

  CollectionEntry create(
      Turn turn, Namespace namespace, CollectionOptions options, BsonDocument idSpec, UUID uuid) {
    CatalogSnapshot catalog = turn.catalog();
    NamespaceRules.checkDatabase(namespace, catalog);
    NamespaceRules.checkImages(namespace, options);
    turn.claim(namespace);
    List<IndexEntry> indexes = new ArrayList<>();
    String ident = (options.isView() ? "view-" : "collection-") + uuid;
    if (!options.isView()) {
      turn.transaction().createTable(ident, TableKind.RECORDS, namespace.database());
    }
    if (!options.isView() && IdIndex.isKept(namespace)) {
      IndexEntry id = new IndexEntry(idSpec, newIndexIdent(), Multikey.NONE, null);
      turn.transaction().createTable(id.ident(), TableKind.INDEX, namespace.database());
      indexes.add(id);
    }
    CollectionEntry entry =
        new CollectionEntry(namespace, uuid, ident, options, indexes, CollectionLife.begun());
    put(turn, entry);
    CatalogLog.created(turn.log(), entry);
    turn.timestamp();
    return entry;
  }

  String newIndexIdent() {
    return "index-" + engine.seeds().newUuid();
  }

  /** Puts an entry in the catalog, in the place of the one of its name. */
  public void put(Turn turn, CollectionEntry entry) {
    table.put(turn.transaction(), entry);
    turn.catalog(turn.catalog().with(entry));
  }

  /**
   * Notes that components of an index have met arrays, in the turn in which they do.
   *
   * @param arrays as in {@link IndexEntry#multikey()}
   */
  public void noteMultikey(Turn turn, Namespace namespace, String indexName, Multikey arrays) {
    CollectionEntry entry = turn.catalog().find(namespace);
    IndexEntry index = entry == null ? null : entry.index(indexName);
    if (entry != null && index != null && !index.multikey().contains(arrays)) {
      put(turn, entry.withIndex(index.withMultikey(arrays)));
    }
  }

  /**
   * Changes an entry in a turn of its own.
   *
   * @param changes the command's fields
   * @param change answers the new entry
   * @throws ServerException 26 where there is no such collection or view
   */
  CollectionEntry change(
      Operation operation,
      Namespace namespace,
      BsonDocument changes,
      BiFunction<Turn, CollectionEntry, CollectionEntry> change) {
    return operation.write(
        operation.durability(),
        turn -> {
          CollectionEntry known = require(turn.catalog(), namespace);
          known.refuseDuringBuild();
          turn.alter(known);
          CollectionEntry changed = change.apply(turn, known);
          put(turn, changed);
          CatalogLog.changed(turn.log(), known, changed, changes);
          turn.timestamp();
          return changed;
        });
  }

  static CollectionEntry require(CatalogSnapshot catalog, Namespace namespace) {
    CollectionEntry entry = catalog.find(namespace);
    if (entry == null) {
      throw new ServerException(
          ErrorCode.NAMESPACE_NOT_FOUND, "ns does not exist: " + namespace.fullName());
    }
    return entry;
  }

  /** Where all that exists ends. */
  public Drops drops() {
    return drops;
  }

  /**
   * Refuses what must not be done to the oplog, nor to pre-images.
   *
   * @throws ServerException 20
   */
  public void refuseOplog(Namespace namespace, String reason) {
    if (engine.oplog().isOwn(namespace)) {
      throw new ServerException(ErrorCode.ILLEGAL_OPERATION, reason);
    }
  }

  /**
   * Gives the oplog another size; what is too much then goes by and by.
   *
   * @param bytes above 0
   */
  public void resizeOplog(Operation operation, long bytes) {
    var _ =
        operation.write(
            operation.durability(),
            turn -> {
              CollectionEntry entry = require(turn.catalog(), Oplog.NAMESPACE);
              CollectionEntry changed = entry.withOptions(entry.options().withCap(bytes, 0));
              put(turn, changed);
              turn.timestamp();
              return changed;
            });
  }

  /**
   * Gives a collection another name.
   *
   * @param dropTarget whether a collection of that name goes first
   */
  public void rename(
      Operation operation, Namespace from, Namespace to, boolean dropTarget, @Nullable UUID uuid) {
    new CollectionRename(engine, from, to).run(operation, dropTarget, uuid);
  }

  /**
   * Changes a collection's or view's options.
   *
   * @param changes the command's fields
   * @param dryRun whether to find out only whether it could be done
   * @return what the reply tells of old and new values
   * @see <a href="https://www.mongodb.com/docs/manual/reference/command/collMod/">collMod</a>
   */
  public BsonDocument collMod(
      Operation operation, Namespace namespace, BsonDocument changes, boolean dryRun) {
    return CollectionChange.of(engine, namespace, changes).run(operation, dryRun);
  }

  /** What {@code listCollections} tells of a database's collections and views, sorted by name. */
  public List<BsonDocument> collections(String database) {
    return CatalogListing.collections(snapshot(), database);
  }

  /** What {@code $listCatalog} tells of a database. */
  public List<BsonDocument> records(String database) {
    return CatalogRecords.of(snapshot(), database);
  }

  /** What {@code $listCatalog} tells of a collection, if it is there. */
  public List<BsonDocument> records(Namespace namespace) {
    CollectionEntry entry = find(namespace);
    return entry == null || entry.isView() ? List.of() : List.of(CatalogRecords.collection(entry));
  }
}

package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.diagnostic.Profiler;
import dev.meerkat.engine.index.Multikey;
import dev.meerkat.engine.oplog.Oplog;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.TableKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  public Catalog(Engine engine) {
    this.engine = engine;
    this.table = new CatalogTable(engine.storage());
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
    String clash = catalog.clash(namespace.database());
    if (clash != null) {
      throw new ServerException(
          new ErrorCode(13297, "DatabaseDifferCase"),
          "db already exists with different case already have: ["
              + clash
              + "] trying to create ["
              + namespace.database()
              + "]");
    }
    turn.claim(namespace);
    List<IndexEntry> indexes = new ArrayList<>();
    String ident = (options.isView() ? "view-" : "collection-") + uuid;
    if (!options.isView()) {
      turn.transaction().createTable(ident, TableKind.RECORDS, namespace.database());
    }
    if (!options.isView() && IdIndex.isKept(namespace)) {
      IndexEntry id = new IndexEntry(idSpec, newIndexIdent(), Multikey.NONE, true);
      turn.transaction().createTable(id.ident(), TableKind.INDEX, namespace.database());
      indexes.add(id);
    }
    CollectionEntry entry =
        new CollectionEntry(namespace, uuid, ident, options, indexes, new CollectionLife());
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

  /**
   * Drops a collection or view; empty where there is none.
   *
   * @param uuid the collection's UUID as the client knows it, or null
   */
  public Optional<Dropped> drop(Operation operation, Namespace namespace, @Nullable UUID uuid) {
    NamespaceRules.checkDroppable(namespace);
    if (namespace.collection().equals(Profiler.COLLECTION)
        && engine.profiler().level(namespace.database()) > 0) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION,
          "turn off profiling before dropping system.profile collection");
    }
    refuseOplog(namespace, "can't drop live oplog while replicating");
    CollectionUuids.check(snapshot(), namespace, uuid);
    List<CollectionEntry> gone =
        operation.write(operation.durability(), turn -> dropAll(turn, namespace));
    if (gone.isEmpty()) {
      return Optional.empty();
    }
    removeTables(gone);
    CollectionEntry last = gone.getLast();
    return Optional.of(new Dropped(namespace, last.isView(), last.indexCount()));
  }

  /** Drops what has a name, and the buckets that it shows where it is one of time series. */
  private List<CollectionEntry> dropAll(Turn turn, Namespace namespace) {
    CollectionEntry entry = turn.catalog().find(namespace);
    if (entry == null) {
      return List.of();
    }
    List<CollectionEntry> gone = new ArrayList<>(List.of(entry));
    CollectionEntry buckets = turn.catalog().bucketsOf(namespace);
    if (buckets != null) {
      gone.add(buckets);
    }
    gone.forEach(each -> dropLogged(turn, each));
    turn.timestamp();
    return gone;
  }

  /** Drops all that a database holds; nothing where there is none of that name. */
  public void dropDatabase(Operation operation, String database) {
    NamespaceRules.checkDroppable(database);
    List<CollectionEntry> gone =
        operation.write(
            operation.durability(),
            turn -> {
              List<CollectionEntry> entries = new ArrayList<>(turn.catalog().collections(database));
              entries.forEach(turn::alter);
              entries.forEach(entry -> dropLogged(turn, entry));
              if (!entries.isEmpty()) {
                CatalogLog.droppedDatabase(turn.log(), database);
                turn.timestamp();
              }
              return entries;
            });
    removeTables(gone);
    engine.profiler().forget(database);
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

  /** As {@link #remove}, and tells the oplog. */
  public void dropLogged(Turn turn, CollectionEntry entry) {
    long records = count(turn, entry);
    remove(turn, entry);
    CatalogLog.dropped(turn.log(), entry, records);
  }

  private long count(Turn turn, CollectionEntry entry) {
    return entry.isView()
        ? 0
        : engine.storage().recordStore(entry.ident()).count(turn.transaction());
  }

  /** Removes a collection or view within a turn; {@link #removeTables} follows after it. */
  public void remove(Turn turn, CollectionEntry entry) {
    turn.alter(entry);
    table.delete(turn.transaction(), entry);
    turn.catalog(turn.catalog().without(entry.namespace()));
    turn.afterCommit(() -> engine.cursors().killCollection(entry.uuid()));
    turn.afterCommit(entry.life()::ring);
    turn.afterCommit(() -> engine.collections().forget(entry));
    turn.afterCommit(() -> engine.top().forget(entry.namespace()));
  }

  /** Removes tables that the published catalog no longer names. */
  public void removeTables(List<CollectionEntry> gone) {
    List<String> idents = new ArrayList<>();
    for (CollectionEntry entry : gone) {
      if (!entry.isView()) {
        idents.add(entry.ident());
        entry.indexes().forEach(index -> idents.add(index.ident()));
      }
    }
    removeIdents(idents);
  }

  /** Removes tables, at once or when nobody reads a time at which they were there. */
  public void removeIdents(List<String> idents) {
    if (!idents.isEmpty() && !engine.history().postpones(idents)) {
      engine
          .turns()
          .write(
              Durability.BUFFERED,
              turn -> {
                idents.forEach(turn.transaction()::dropTable);
                return idents.size();
              });
    }
  }

  /**
   * Gives a collection another name.
   *
   * @param dropTarget whether a collection of that name goes first
   */
  public void rename(
      Operation operation, Namespace from, Namespace to, boolean dropTarget, @Nullable UUID uuid) {
    NamespaceRules.checkRenamable(from, to);
    refuseOplog(from, "can't rename live oplog while replicating");
    refuseOplog(to, "can't rename to live oplog while replicating");
    CollectionUuids.check(snapshot(), from, uuid);
    List<CollectionEntry> replaced =
        operation.write(operation.durability(), turn -> rename(turn, from, to, dropTarget));
    removeTables(replaced);
  }

  private List<CollectionEntry> rename(
      Turn turn, Namespace from, Namespace to, boolean dropTarget) {
    CollectionEntry entry = turn.catalog().find(from);
    if (entry == null) {
      throw new ServerException(
          ErrorCode.NAMESPACE_NOT_FOUND,
          "Source collection " + from.fullName() + " does not exist");
    }
    if (TimeseriesCatalog.isRenamable(turn.catalog(), from)) {
      return new TimeseriesCatalog(engine).rename(turn, from, to);
    }
    if (entry.isView()) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW, "cannot rename view: " + from.fullName());
    }
    if (from.equals(to)) {
      throw new ServerException(ErrorCode.ILLEGAL_OPERATION, "Can't rename a collection to itself");
    }
    CollectionEntry target = turn.catalog().find(to);
    if (target != null && (target.isView() || !dropTarget)) {
      throw new ServerException(
          ErrorCode.NAMESPACE_EXISTS,
          target.isView()
              ? "a view already exists with that name: " + to
              : "target namespace exists");
    }
    turn.alter(entry);
    List<CollectionEntry> replaced = new ArrayList<>();
    long targetRecords = target == null ? 0 : count(turn, target);
    if (target != null) {
      remove(turn, target);
      replaced.add(target);
    }
    turn.catalog(turn.catalog().without(from));
    put(turn, entry.withNamespace(to));
    CatalogLog.renamed(turn.log(), entry, to, target == null ? null : target.uuid(), targetRecords);
    turn.timestamp();
    turn.afterCommit(() -> engine.cursors().killCollection(entry.uuid()));
    turn.afterCommit(() -> engine.top().forget(from));
    return replaced;
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
    return CatalogListing.collections(snapshot().collections(database));
  }
}

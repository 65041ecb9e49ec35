package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.diagnostic.Profiler;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Drops collections, views and databases. The entry goes first, and the tables in a later turn, so
 * that whoever read the old catalog still finds them. Threads: safe.
 */
public final class Drops {
  private final Engine engine;
  private final CatalogTable table;

  Drops(Engine engine, CatalogTable table) {
    this.engine = engine;
    this.table = table;
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
    engine.catalog().refuseOplog(namespace, "can't drop live oplog while replicating");
    CollectionUuids.check(engine.catalog().snapshot(), namespace, uuid);
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

  /** As {@link #remove}, and tells the oplog. */
  public void dropLogged(Turn turn, CollectionEntry entry) {
    long records = count(turn, entry);
    remove(turn, entry);
    CatalogLog.dropped(turn.log(), entry, records);
  }

  long count(Turn turn, CollectionEntry entry) {
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
}

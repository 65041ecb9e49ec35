package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.index.Multikey;
import dev.meerkat.engine.index.SideWrites;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.TableKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One createIndexes: registers what is new, waits for what somebody else builds already, and fills
 * the rest. Threads: confined to one operation.
 */
final class IndexCreation {
  private static final int MAX_INDEXES = 64;
  private static final long LOOK_NANOS = 100_000_000L;

  private final Engine engine;
  private final Operation operation;
  private final Namespace namespace;
  private final long memoryBytes;

  /**
   * @param memoryBytes about how much a build may keep in memory
   */
  IndexCreation(Engine engine, Operation operation, Namespace namespace, long memoryBytes) {
    this.engine = engine;
    this.operation = operation;
    this.namespace = namespace;
    this.memoryBytes = memoryBytes;
  }

  /**
   * Indexes that have been registered and are to be filled, or one that somebody else builds.
   *
   * @param awaited the build that has to end before anything is done, or null
   */
  private record Registered(
      CollectionEntry entry,
      List<IndexEntry> building,
      SideWrites changes,
      Indexes.Created outcome,
      @Nullable UUID awaited) {}

  /**
   * Creates the indexes that are not there.
   *
   * @param present the collection before, or null
   */
  Indexes.Created create(@Nullable CollectionEntry present, List<BsonDocument> specs) {
    IndexSpecs rules =
        new IndexSpecs(
            engine, namespace, present == null ? CollectionOptions.NONE : present.options());
    List<BsonDocument> normal = specs.stream().map(rules::normalize).toList();
    while (true) {
      Registered registered =
          operation.write(operation.durability(), turn -> register(turn, normal));
      UUID awaited = registered.awaited();
      if (awaited != null) {
        awaitEnd(registered.entry(), awaited);
        continue;
      }
      if (!registered.building().isEmpty()) {
        IndexBuild build =
            new IndexBuild(
                engine,
                operation,
                registered.entry(),
                registered.building(),
                registered.changes(),
                memoryBytes);
        build.run();
      }
      return registered.outcome();
    }
  }

  /** Waits until a build has ended, whatever its end is. */
  private void awaitEnd(CollectionEntry entry, UUID build) {
    long seen = entry.life().inserts();
    while (isGoingOn(entry, build)) {
      operation.interruption().check();
      entry.life().awaitInsert(seen, operation, LOOK_NANOS);
      seen = entry.life().inserts();
    }
  }

  private boolean isGoingOn(CollectionEntry entry, UUID build) {
    CollectionEntry now = engine.catalog().find(entry.namespace());
    return now != null
        && now.uuid().equals(entry.uuid())
        && now.indexes().stream().anyMatch(index -> build.equals(index.build()));
  }

  private Registered register(Turn turn, List<BsonDocument> specs) {
    CollectionEntry entry = turn.catalog().find(namespace);
    boolean created = entry == null;
    if (entry == null) {
      entry = engine.catalog().createImplicitly(turn, namespace);
    }
    Indexes.refuseView(entry);
    List<IndexEntry> all = new ArrayList<>(entry.indexes());
    List<IndexEntry> added = new ArrayList<>();
    RecordStore records = engine.storage().recordStore(entry.ident());
    boolean isEmpty = records.count(turn.transaction()) == 0;
    SideWrites changes = new SideWrites(isEmpty ? 0 : records.maxRecordId(turn.transaction()));
    UUID build = isEmpty ? null : engine.seeds().newUuid();
    for (BsonDocument spec : specs) {
      if (IndexConflicts.exists(all, spec)) {
        IndexEntry present = entry.index(spec.getString("name").getValue());
        if (present == null) {
          throw twice(spec, isEmpty);
        }
        if (!present.ready()) {
          return new Registered(
              entry, List.of(), changes, outcome(created, entry), present.build());
        }
      } else {
        if (all.size() >= MAX_INDEXES) {
          throw new ServerException(
              ErrorCode.CANNOT_CREATE_INDEX,
              "add index fails, too many indexes for " + namespace.fullName());
        }
        IndexEntry index =
            new IndexEntry(spec, engine.catalog().newIndexIdent(), Multikey.NONE, build);
        all.add(index);
        added.add(index);
      }
    }
    int before = entry.indexCount();
    int clustered = entry.indexes().size() - before;
    Indexes.Created outcome = new Indexes.Created(created, before, all.size() - clustered);
    if (added.isEmpty()) {
      return new Registered(entry, List.of(), changes, outcome, null);
    }
    turn.alter(entry);
    if (!isEmpty && operation.transaction() != null) {
      throw new ServerException(
          ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
          "Cannot create new indexes on non-empty collection "
              + namespace.fullName()
              + " in a multi-document transaction.");
    }
    for (IndexEntry index : added) {
      turn.transaction().createTable(index.ident(), TableKind.INDEX, namespace.database());
    }
    CollectionEntry changed = entry.withIndexes(all);
    engine.catalog().put(turn, changed);
    if (isEmpty) {
      CatalogLog.indexed(turn.log(), changed, added);
    } else {
      IndexBuild.indexes(engine, changed, added).forEach(index -> index.beginBuild(changes));
    }
    turn.timestamp();
    return new Registered(changed, isEmpty ? List.of() : added, changes, outcome, null);
  }

  /** What one command wants twice. */
  private static ServerException twice(BsonDocument spec, boolean isEmpty) {
    return isEmpty
        ? new ServerException(
            ErrorCode.INDEX_ALREADY_EXISTS,
            "Identical index already exists: " + spec.getString("name").getValue())
        : new ServerException(
            ErrorCode.OPERATION_FAILED,
            "Cannot build two identical indexes. Try again without duplicate indexes.");
  }

  private static Indexes.Created outcome(boolean created, CollectionEntry entry) {
    return new Indexes.Created(created, entry.indexCount(), entry.indexCount());
  }
}

package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives a collection another name. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/renameCollection/">
 *     renameCollection</a>
 */
final class CollectionRename {
  private final Engine engine;
  private final Catalog catalog;
  private final Namespace from;
  private final Namespace to;

  CollectionRename(Engine engine, Namespace from, Namespace to) {
    this.engine = engine;
    this.catalog = engine.catalog();
    this.from = from;
    this.to = to;
  }

  void run(Operation operation, boolean dropTarget, @Nullable UUID uuid) {
    NamespaceRules.checkRenamable(from, to);
    catalog.refuseOplog(from, "can't rename live oplog while replicating");
    catalog.refuseOplog(to, "can't rename to live oplog while replicating");
    CollectionUuids.check(catalog.snapshot(), from, uuid);
    List<CollectionEntry> replaced =
        operation.write(operation.durability(), turn -> rename(turn, dropTarget));
    catalog.drops().removeTables(replaced);
  }

  private List<CollectionEntry> rename(Turn turn, boolean dropTarget) {
    CollectionEntry entry = turn.catalog().find(from);
    if (entry == null) {
      throw new ServerException(
          ErrorCode.NAMESPACE_NOT_FOUND,
          "Source collection " + from.fullName() + " does not exist");
    }
    NamespaceRules.checkDatabase(to, turn.catalog());
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
    entry.refuseDuringBuild();
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
    long targetRecords = target == null ? 0 : catalog.drops().count(turn, target);
    if (target != null) {
      catalog.drops().remove(turn, target);
      replaced.add(target);
    }
    turn.catalog(turn.catalog().without(from));
    catalog.put(turn, entry.withNamespace(to).withOptions(entry.options().lasting()));
    CatalogLog.renamed(turn.log(), entry, to, target == null ? null : target.uuid(), targetRecords);
    turn.timestamp();
    turn.afterCommit(() -> engine.cursors().killCollection(entry.uuid()));
    turn.afterCommit(() -> engine.top().forget(from));
    return replaced;
  }
}

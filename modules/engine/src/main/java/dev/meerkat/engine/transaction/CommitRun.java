package dev.meerkat.engine.transaction;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CatalogTable;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.IndexEntry;
import dev.meerkat.engine.history.Overlay;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.TableKind;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Applies a transaction's changes in the writer's turn. What it writes, nobody else has written
 * since the transaction began: its claims saw to it. Threads: confined to the turn.
 *
 * @param before the catalog that the transaction began with
 * @param after the catalog with its own changes
 * @param entered the collections that it has written to
 */
record CommitRun(
    Engine engine,
    Turn turn,
    CatalogSnapshot before,
    CatalogSnapshot after,
    Collection<CollectionEntry> entered,
    Overlay overlay) {
  void run() {
    createCollections();
    for (CollectionEntry known : entered) {
      checkCollection(known);
    }
    for (String ident : overlay.changedRecords()) {
      RecordStore records = engine.storage().recordStore(ident);
      overlay.forEachRecord(ident, (recordId, document) -> put(records, recordId, document));
    }
    for (String ident : overlay.changedTables()) {
      if (!ident.equals(CatalogTable.IDENT)) {
        SortedTable table = engine.storage().sortedTable(ident);
        overlay.forEachKey(ident, (key, value) -> put(table, key, value));
      }
    }
  }

  private void createCollections() {
    for (String database : after.databaseNames()) {
      for (CollectionEntry entry : after.collections(database)) {
        if (before.find(entry.namespace()) == null) {
          create(entry);
        }
      }
    }
  }

  private void create(CollectionEntry entry) {
    if (turn.catalog().find(entry.namespace()) != null) {
      throw Transaction.conflict();
    }
    String database = entry.namespace().database();
    if (!entry.isView()) {
      turn.transaction().createTable(entry.ident(), TableKind.RECORDS, database);
      for (IndexEntry index : entry.indexes()) {
        turn.transaction().createTable(index.ident(), TableKind.INDEX, database);
      }
    }
    engine.catalog().put(turn, entry);
  }

  /** The collection must have the same indexes, and learns which of them have met arrays. */
  private void checkCollection(CollectionEntry known) {
    CollectionEntry now = turn.catalog().find(known.namespace());
    CollectionEntry own = after.find(known.namespace());
    if (now == null || own == null || !Transaction.isSame(now, own)) {
      throw Transaction.conflict();
    }
    tellBuilds(now);
    for (IndexEntry index : own.indexes()) {
      engine.catalog().noteMultikey(turn, known.namespace(), index.name(), index.multikey());
    }
  }

  /** Who builds an index of the collection learns what comes and goes with this commit. */
  private void tellBuilds(CollectionEntry now) {
    if (!now.isBuilding()) {
      return;
    }
    for (CollectionIndex index : engine.collections().of(now).indexes()) {
      overlay.forEachKey(index.ident(), (key, _) -> index.noteChange(key));
    }
  }

  private void put(RecordStore records, long recordId, @Nullable DocumentView document) {
    DocumentView old = records.find(turn.transaction(), recordId);
    if (document == null) {
      if (old != null) {
        records.delete(turn.transaction(), recordId, old.length());
      }
    } else if (old == null) {
      records.insert(turn.transaction(), recordId, document);
    } else {
      records.update(turn.transaction(), recordId, old.length(), document);
    }
  }

  private void put(SortedTable table, byte[] key, byte @Nullable [] value) {
    if (value == null) {
      var _ = table.delete(turn.transaction(), key);
    } else {
      table.put(turn.transaction(), key, value);
    }
  }
}

package dev.meerkat.engine.history;

import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.List;

/**
 * The writer's transaction while somebody reads the past: old values are kept before they are
 * replaced. Threads: confined to the turn.
 */
public record RecordedTransaction(History history, WriteTransaction raw, ChangeSet changes)
    implements WriteTransaction {
  /** Keeps a record as it is before anything else is done with it. */
  public void keep(RecordStore store, long recordId) {
    RecordStore backend = store instanceof VersionedRecords versioned ? versioned.store() : store;
    history.recordsUndo(store.ident()).keep(recordId, changes, () -> backend.find(raw, recordId));
  }

  /** Keeps a key's value as it is before anything else is done with it. */
  public void keep(SortedTable table, byte[] key) {
    SortedTable backend = table instanceof VersionedTable versioned ? versioned.table() : table;
    history.tableUndo(table.ident()).keep(key, changes, () -> backend.find(raw, key));
  }

  @Override
  public List<String> idents() {
    return raw.idents();
  }

  @Override
  public void createTable(String ident, TableKind kind, String database) {
    raw.createTable(ident, kind, database);
  }

  @Override
  public void dropTable(String ident) {
    raw.dropTable(ident);
  }

  @Override
  public long changeCount() {
    return raw.changeCount();
  }

  @Override
  public void commit() {
    raw.commit();
  }

  @Override
  public void rollback() {
    raw.rollback();
  }
}

package dev.meerkat.contract.fault;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;

/**
 * One change of a store, which can be made in a transaction and in a {@link StorageModel}. Threads:
 * immutable.
 */
public sealed interface Change {
  void apply(Storage storage, WriteTransaction transaction);

  record Create(String ident, TableKind kind) implements Change {
    @Override
    public void apply(Storage storage, WriteTransaction transaction) {
      transaction.createTable(ident, kind, "test");
    }
  }

  record Drop(String ident) implements Change {
    @Override
    public void apply(Storage storage, WriteTransaction transaction) {
      transaction.dropTable(ident);
    }
  }

  record Insert(String ident, long recordId, DocumentView document) implements Change {
    @Override
    public void apply(Storage storage, WriteTransaction transaction) {
      storage.recordStore(ident).insert(transaction, recordId, document);
    }
  }

  record Update(String ident, long recordId, DocumentView document) implements Change {
    @Override
    public void apply(Storage storage, WriteTransaction transaction) {
      RecordStore store = storage.recordStore(ident);
      store.update(transaction, recordId, length(store, transaction, recordId), document);
    }
  }

  record Delete(String ident, long recordId) implements Change {
    @Override
    public void apply(Storage storage, WriteTransaction transaction) {
      RecordStore store = storage.recordStore(ident);
      store.delete(transaction, recordId, length(store, transaction, recordId));
    }
  }

  record Put(String ident, byte[] key, byte[] value) implements Change {
    @Override
    public void apply(Storage storage, WriteTransaction transaction) {
      storage.sortedTable(ident).put(transaction, key, value);
    }
  }

  record Remove(String ident, byte[] key) implements Change {
    @Override
    public void apply(Storage storage, WriteTransaction transaction) {
      storage.sortedTable(ident).delete(transaction, key);
    }
  }

  private static int length(RecordStore store, WriteTransaction transaction, long recordId) {
    DocumentView old = store.find(transaction, recordId);
    if (old == null) {
      throw new AssertionError("no record " + recordId + " in " + store.ident());
    }
    return old.length();
  }
}

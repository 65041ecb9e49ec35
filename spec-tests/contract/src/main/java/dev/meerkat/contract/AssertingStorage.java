package dev.meerkat.contract;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.ForwardingStorage;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A storage that watches how it is used, for the tests of whoever uses one: nothing is left open,
 * nothing is used by two threads, after its end, or off its place; keys and ids are within their
 * limits; cursors keep their order. What a cursor lends is spoilt when the cursor moves on, so that
 * code which keeps it without {@code retain()} is found out. Misuse is an {@link AssertionError}.
 * Threads: safe, as the storage within.
 */
public final class AssertingStorage implements ForwardingStorage {
  private final Storage storage;
  private final Set<ReaderUse> open = ConcurrentHashMap.newKeySet();

  public AssertingStorage(Storage storage) {
    this.storage = storage;
  }

  @Override
  public Storage inner() {
    return storage;
  }

  @Override
  public Snapshot openSnapshot() {
    return new AssertingSnapshot(storage.openSnapshot(), new ReaderUse("snapshot", open));
  }

  @Override
  public WriteTransaction begin(Durability durability) {
    return new AssertingTransaction(storage.begin(durability), new ReaderUse("transaction", open));
  }

  @Override
  public RecordStore recordStore(String ident) {
    return new AssertingRecordStore(storage.recordStore(ident));
  }

  @Override
  public SortedTable sortedTable(String ident) {
    return new AssertingSortedTable(storage.sortedTable(ident));
  }

  /** Closes, and fails where snapshots or transactions are still open. */
  @Override
  public void close() {
    storage.close();
    List<ReaderUse> leaked = List.copyOf(open);
    open.clear();
    if (!leaked.isEmpty()) {
      throw leaked.getFirst().leaked();
    }
  }
}

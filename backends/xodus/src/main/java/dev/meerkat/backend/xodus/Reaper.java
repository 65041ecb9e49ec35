package dev.meerkat.backend.xodus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Transaction;

/**
 * Removes the rows of dropped tables, a bounded number in each turn of the writer. Threads:
 * confined to one checkpoint; it waits for its turn as a writer does.
 */
final class Reaper {
  private static final int ROWS_PER_TURN = 1000;

  private final XodusStorage storage;

  Reaper(XodusStorage storage) {
    this.storage = storage;
  }

  void run() {
    List<Integer> dropped;
    try (XodusSnapshot snapshot = new XodusSnapshot(storage)) {
      dropped = Catalog.dropped(snapshot);
    }
    for (int table : dropped) {
      if (!reap(table)) {
        // The writer is busy; the next checkpoint goes on.
        return;
      }
    }
  }

  /** Answers false where rows are left. */
  private boolean reap(int table) {
    AtomicBoolean done = new AtomicBoolean();
    while (!done.get()) {
      if (!storage.inTurn(transaction -> done.set(removeSome(transaction, table)))) {
        return false;
      }
    }
    return true;
  }

  /** Removes up to so many rows; answers whether none is left, and forgets the table then. */
  private boolean removeSome(Transaction transaction, int table) {
    List<ByteIterable> keys = someKeys(transaction, table);
    for (ByteIterable key : keys) {
      storage.store().delete(transaction, key);
    }
    if (keys.size() < ROWS_PER_TURN) {
      storage.store().delete(transaction, XodusReader.iterable(Keys.dropped(table)));
      return true;
    }
    return false;
  }

  private List<ByteIterable> someKeys(Transaction transaction, int table) {
    List<ByteIterable> keys = new ArrayList<>();
    ByteIterable end = XodusReader.iterable(Keys.prefix(table + 1));
    try (Cursor cursor = storage.store().openCursor(transaction)) {
      boolean found = cursor.getSearchKeyRange(XodusReader.iterable(Keys.prefix(table))) != null;
      while (found && keys.size() < ROWS_PER_TURN && cursor.getKey().compareTo(end) < 0) {
        keys.add(cursor.getKey());
        found = cursor.getNext();
      }
    }
    return keys;
  }
}

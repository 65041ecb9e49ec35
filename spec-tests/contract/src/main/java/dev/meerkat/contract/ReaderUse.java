package dev.meerkat.contract;

import dev.meerkat.spi.storage.StorageReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Who uses a snapshot or a transaction, and which cursors are open on it. Threads: checked. */
final class ReaderUse {
  private final String kind;
  private final Set<ReaderUse> open;
  private final Thread thread = Thread.currentThread();
  private final AssertionError opened;
  private final Map<Object, AssertionError> cursors = new HashMap<>();
  private boolean ended;

  ReaderUse(String kind, Set<ReaderUse> open) {
    this.kind = kind;
    this.open = open;
    this.opened = new AssertionError("a " + kind + " was left open; it was opened here");
    open.add(this);
  }

  static StorageReader unwrap(StorageReader reader) {
    return switch (reader) {
      case AssertingSnapshot snapshot -> snapshot.real();
      case AssertingTransaction transaction -> transaction.real();
      default -> throw new AssertionError("a reader of another storage");
    };
  }

  static ReaderUse of(StorageReader reader) {
    ReaderUse use =
        switch (reader) {
          case AssertingSnapshot snapshot -> snapshot.use();
          case AssertingTransaction transaction -> transaction.use();
          default -> throw new AssertionError("a reader of another storage");
        };
    use.check();
    return use;
  }

  void check() {
    checkThread();
    if (ended) {
      throw new AssertionError("the " + kind + " has ended");
    }
  }

  void checkThread() {
    if (Thread.currentThread() != thread) {
      throw new AssertionError("the " + kind + " belongs to another thread");
    }
  }

  void opened(Object cursor) {
    cursors.put(cursor, new AssertionError("a cursor was left open; it was opened here"));
  }

  void closed(Object cursor) {
    cursors.remove(cursor);
  }

  boolean hasEnded() {
    return ended;
  }

  /** Ends the use without looking at cursors, for an end in failure. */
  void abandon() {
    ended = true;
    open.remove(this);
  }

  /** Ends the use; cursors must have been closed before. */
  void end() {
    abandon();
    for (AssertionError cursor : cursors.values()) {
      throw cursor;
    }
  }

  AssertionError leaked() {
    return opened;
  }
}

package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.TableKind;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import org.jspecify.annotations.Nullable;

/** What {@link XodusSnapshot} and {@link XodusWriteTransaction} have in common. */
interface XodusReader {
  /** The reader behind one that was opened by this backend. */
  static XodusReader of(StorageReader reader) {
    if (reader instanceof XodusReader ours) {
      return ours;
    }
    throw new IllegalArgumentException("a reader of another storage");
  }

  /**
   * A table's number here.
   *
   * @param records whether a record store is wanted, and not a sorted table
   * @throws IllegalStateException there is no such table, or the reader is closed
   */
  int number(String ident, boolean records);

  /** The counts of a record store here. */
  Catalog.Counts counts(String ident);

  /** The value at a full key, or null. */
  @Nullable ByteIterable get(byte[] key);

  /** A cursor over the whole store; a write transaction closes it when it changes something. */
  Cursor open(KeyCursor owner);

  /** Fails where reading is no longer allowed. */
  void checkOpen();

  /** Refuses a table of the other kind. */
  static void check(String ident, TableKind kind, boolean records) {
    if (kind.isRecords() != records) {
      throw new IllegalStateException("the table " + ident + " is of another kind: " + kind);
    }
  }

  static ByteIterable iterable(byte[] bytes) {
    return new ArrayByteIterable(bytes);
  }
}

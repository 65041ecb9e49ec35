package dev.meerkat.spi.storage;

import dev.meerkat.spi.DocumentView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys with values, both bytes, in the unsigned byte order of the keys (a prefix before what it
 * begins). Keys have 1 to 65 536 bytes, values none or up to 16 MiB + 64 KiB. Of index entries the
 * key ends with the record id and the value holds type bits, or nothing. Threads: safe.
 */
public interface SortedTable {
  String ident();

  /** The value, or null where the key is absent. An empty value is an empty array. */
  byte @Nullable [] find(StorageReader reader, byte[] key);

  /** The least key that is not before another, valid for as long as the caller likes; or null. */
  default byte @Nullable [] ceiling(StorageReader reader, byte[] key) {
    KeyRange rest = new KeyRange(key, true, null, false);
    try (SortedCursor cursor = open(reader, rest, Direction.FORWARD)) {
      return cursor.advance() ? Arrays.copyOf(cursor.key(), cursor.keyLength()) : null;
    }
  }

  /** Sets a key's value, whether it existed or not. */
  void put(WriteTransaction transaction, byte[] key, byte[] value);

  /** Sets a key's value to the bytes of a document, which are the caller's again afterwards. */
  default void put(WriteTransaction transaction, byte[] key, DocumentView value) {
    put(transaction, key, value.toBytes());
  }

  /** Removes a key; answers whether it was there. */
  boolean delete(WriteTransaction transaction, byte[] key);

  /** A cursor over the keys of a range, which it enters at the end where its direction begins. */
  SortedCursor open(StorageReader reader, KeyRange range, Direction direction);

  /**
   * Counts the keys of a range.
   *
   * @param limit where counting may stop, so that a caller can check for interrupts between slices
   * @return the number of keys, at most {@code limit}
   */
  long count(StorageReader reader, KeyRange range, long limit);
}

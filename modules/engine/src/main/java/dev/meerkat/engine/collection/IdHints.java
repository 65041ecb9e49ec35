package dev.meerkat.engine.collection;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which record had an {@code _id} when it was last found: where the record is in memory,
 * the index in the store need not be asked. A hint may be out of date, or that of another {@code
 * _id} with the same hash: who takes it looks at the record's own. Threads: safe.
 *
 * @see IdSearch
 */
final class IdHints {
  private static final byte[] ID = BsonBytes.nameBytes("_id");

  /** What a record in memory takes at least: more hints than that would hint at nothing. */
  private static final int RECORD_BYTES = 512;

  private static final int LEAST = 64;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  /** A hint is a record's id below, and above some bits of the hash that is not its place. */
  private static final int RECORD_ID_BITS = 44;

  private static final long RECORD_ID = (1L << RECORD_ID_BITS) - 1;

  /** A power of two, or 0 where the store itself is in memory. */
  private final int count;

  /** Made for the first hint: what a server does not need takes no memory. */
  private volatile @Nullable AtomicLongArray hints;

  /**
   * @param recordBytes memory for records; 0 where the store itself is in memory
   */
  IdHints(long recordBytes) {
    this.count =
        recordBytes == 0
            ? 0
            : Integer.highestOneBit(
                Math.clamp(recordBytes / RECORD_BYTES, LEAST, Integer.MAX_VALUE / 2));
  }

  /**
   * The hash of an {@code _id} in a table of records.
   *
   * @param array holds it, a value of type {@code type} at {@code offset}
   */
  static long hash(String ident, byte type, byte[] array, int offset) {
    long hash = ident.hashCode() * SPREAD + type;
    int end = offset + BsonBytes.valueSize(array, type, offset);
    int i = offset;
    for (; end - i >= Long.BYTES; i += Long.BYTES) {
      hash = mix(hash ^ BsonBytes.int64(array, i));
    }
    for (; i < end; i++) {
      hash = mix(hash ^ array[i]);
    }
    return hash;
  }

  private static long mix(long hash) {
    long product = hash * SPREAD;
    return product ^ product >>> 32;
  }

  /** The record that an {@code _id} of this hash perhaps has, or 0. */
  long find(long hash) {
    AtomicLongArray known = hints;
    if (known == null) {
      return 0;
    }
    long hint = known.getOpaque(place(hash));
    return (hint ^ hash) >>> RECORD_ID_BITS == 0 ? hint & RECORD_ID : 0;
  }

  /** Remembers the record of an {@code _id}, in the place of some other. */
  void note(long hash, long recordId) {
    if (count > 0 && recordId <= RECORD_ID) {
      known().setOpaque(place(hash), hash & ~RECORD_ID | recordId);
    }
  }

  /** Forgets the record of a document that is deleted: to look there would be in vain. */
  void forget(String ident, DocumentView document) {
    byte[] array = document.array();
    int element = BsonBytes.firstElement(document.offset());
    if (hints != null && BsonBytes.nameEquals(array, element, ID)) {
      int value = BsonBytes.valueOffset(array, element);
      note(hash(ident, array[element], array, value), 0);
    }
  }

  private AtomicLongArray known() {
    AtomicLongArray known = hints;
    if (known == null) {
      // Two who come at once lose the hints of one of them.
      known = new AtomicLongArray(count);
      hints = known;
    }
    return known;
  }

  private int place(long hash) {
    return (int) hash & count - 1;
  }
}

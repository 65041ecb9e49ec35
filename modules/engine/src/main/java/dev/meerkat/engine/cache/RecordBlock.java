package dev.meerkat.engine.cache;

import dev.meerkat.spi.DocumentView;
import org.jspecify.annotations.Nullable;

/**
 * All records of a table whose ids differ in the last {@link #BITS} bits only, their documents one
 * behind the other. Threads: immutable, but for a mark that may be lost.
 */
final class RecordBlock extends CachedPart {
  /** A block has 64 ids: as many as a {@code long} has bits. */
  static final int BITS = 6;

  /** What a block costs beside its documents, in bytes: objects' headers and the offsets. */
  private static final int OVERHEAD = 96;

  /** A bit for each id that there is. */
  final long present;

  private final byte[] bytes;

  /** Where each document begins, and the last one ends. */
  private final int[] offsets;

  RecordBlock(
      TableLife table, long number, long version, long present, byte[] bytes, int[] offsets) {
    super(table, number, version);
    this.present = present;
    this.bytes = bytes;
    this.offsets = offsets;
  }

  /** The number of the block that an id belongs to. */
  static long numberOf(long recordId) {
    return recordId >> BITS;
  }

  /** The bit of an id within its block. */
  static long bit(long recordId) {
    return 1L << recordId;
  }

  /** How many records of the block come before the one of a bit. */
  int rank(long bit) {
    return Long.bitCount(present & (bit - 1));
  }

  /** The document of a rank, in the block's own bytes: nobody should keep all for one. */
  DocumentView lend(int rank) {
    return DocumentView.borrowed(bytes, offsets[rank]);
  }

  /** A copy: what is kept must not hold the whole block. */
  @Override
  @Nullable DocumentView find(long recordId) {
    long bit = bit(recordId);
    return (present & bit) == 0 ? null : lend(rank(bit)).retain();
  }

  @Override
  int sizeBytes() {
    return bytes.length + Integer.BYTES * offsets.length + OVERHEAD;
  }
}

package dev.meerkat.engine.cache;

import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import org.jspecify.annotations.Nullable;

/**
 * From the highest id downwards. It uses blocks, and makes none. Threads: confined to one thread.
 */
final class ReverseCursor extends CachedCursor {
  /** Records read between two looks for a block. */
  private static final int STRIDE = 32;

  private int steps;

  ReverseCursor(CachedRecords records, CachedSnapshot snapshot, long from) {
    super(records, snapshot, Direction.REVERSE, from);
  }

  @Override
  long bitsFrom(long from) {
    long bit = RecordBlock.bit(from);
    return bit | (bit - 1);
  }

  @Override
  long next(long left) {
    return Long.highestOneBit(left);
  }

  @Override
  long beyond(long number) {
    return (number << RecordBlock.BITS) - 1;
  }

  @Override
  long firstFrom(long from) {
    return from;
  }

  @Override
  @Nullable RecordBlock passes(RecordCursor cursor) {
    return ++steps % STRIDE == 0 ? records.block(snapshot, cursor.recordId()) : null;
  }
}

package dev.meerkat.engine.cache;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import org.jspecify.annotations.Nullable;

/**
 * From the lowest id upwards. Where it passes a second time, it makes blocks of what it reads.
 * Threads: confined to one thread.
 */
final class ForwardCursor extends CachedCursor {
  /** Records read between two looks at where the cursor is, which costs a call of the backend. */
  private static final int STRIDE = 32;

  private static final long LAST_NUMBER = RecordBlock.numberOf(Long.MAX_VALUE);

  private @Nullable BlockBuilder builder;

  /** Whether each record is looked at, because blocks are wanted here. */
  private boolean isBuilding;

  private int steps;
  private long number;
  private @Nullable DocumentView document;

  ForwardCursor(CachedRecords records, CachedSnapshot snapshot, long from) {
    super(records, snapshot, Direction.FORWARD, from);
  }

  @Override
  long bitsFrom(long from) {
    return -RecordBlock.bit(from);
  }

  @Override
  long next(long left) {
    return Long.lowestOneBit(left);
  }

  @Override
  long beyond(long passed) {
    return passed == LAST_NUMBER ? -1 : (passed + 1) << RecordBlock.BITS;
  }

  @Override
  long firstFrom(long from) {
    return Math.max(from, 0);
  }

  @Override
  void enters(long from) {
    number = RecordBlock.numberOf(from);
    steps = 0;
    // Id 0 is nobody's: from 1 on the first block is whole.
    boolean isWhole = from <= 1 || RecordBlock.bit(from) == 1;
    isBuilding = records.cache().wants(records.table(), number, snapshot.version());
    if (isBuilding && isWhole) {
      builder().begin(number);
    }
  }

  @Override
  @Nullable RecordBlock passes(RecordCursor cursor) {
    document = null;
    if (!isBuilding && ++steps % STRIDE != 0) {
      return null;
    }
    long id = cursor.recordId();
    long now = RecordBlock.numberOf(id);
    if (now != number) {
      boolean isNext = isBuilding;
      finish(BlockBuilder.WORTHWHILE);
      number = now;
      RecordBlock known = records.block(snapshot, id);
      if (known != null) {
        isBuilding = false;
        return known;
      }
      isBuilding = records.cache().wants(records.table(), now, snapshot.version());
      if (isBuilding && isNext) {
        builder().begin(now);
      }
    }
    if (isBuilding && builder().isCollecting()) {
      DocumentView read = cursor.current();
      document = read;
      builder().add(id, read);
    }
    return null;
  }

  @Override
  DocumentView read(RecordCursor cursor) {
    DocumentView known = document;
    return known == null ? cursor.current() : known;
  }

  @Override
  void ends() {
    finish(1);
  }

  @Override
  void leaves() {
    isBuilding = false;
    if (builder != null) {
      builder.stop();
    }
  }

  private void finish(int least) {
    if (builder != null) {
      RecordBlock block = builder.end(least);
      if (block != null) {
        records.cache().keep(block);
      }
    }
  }

  private BlockBuilder builder() {
    if (builder == null) {
      builder = new BlockBuilder(records.table(), snapshot.version());
    }
    return builder;
  }
}

package dev.meerkat.engine.cache;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import org.jspecify.annotations.Nullable;

/**
 * Goes from one block in memory to the next, and through the backend's records where there is none.
 * The directions differ in what comes next. Threads: confined to one thread.
 */
abstract sealed class CachedCursor extends CachedReader<RecordCursor> implements RecordCursor
    permits ForwardCursor, ReverseCursor {
  private enum State {
    SOUGHT,
    IN_BLOCK,
    IN_STORE,
    EXHAUSTED
  }

  private final Direction direction;
  private State state = State.SOUGHT;
  private boolean isOnRecord;
  private long from;
  private @Nullable RecordBlock block;

  /** Bits of those records of the block that are still to come. */
  private long left;

  private int rank;
  private long recordId;

  CachedCursor(CachedRecords records, CachedSnapshot snapshot, Direction direction, long from) {
    super(records, snapshot);
    this.direction = direction;
    this.from = from;
  }

  /** The ids of a block at {@code from} and after it in the cursor's direction, as bits. */
  abstract long bitsFrom(long from);

  /** The next bit of those that are left, which is not 0. */
  abstract long next(long left);

  /** Where the next block begins, or -1 where there are no more ids. */
  abstract long beyond(long number);

  /** The first id that there may be at {@code from} or after it, or -1 where there is none. */
  abstract long firstFrom(long from);

  /** Hears that the backend is read from an id on, whose block is not in memory. */
  void enters(long from) {}

  /**
   * Hears that the backend's cursor stands on a record; answers its block where the cursor should
   * rather go on in memory.
   */
  abstract @Nullable RecordBlock passes(RecordCursor cursor);

  /** Hears that the backend has no more records. */
  void ends() {}

  /** Hears that the cursor goes elsewhere. */
  void leaves() {}

  /** The document of the record that the backend's cursor stands on. */
  DocumentView read(RecordCursor cursor) {
    return cursor.current();
  }

  @Override
  public boolean advance() {
    checkOpen();
    isOnRecord =
        switch (state) {
          case SOUGHT -> enter(firstFrom(from));
          case IN_BLOCK -> left == 0 ? leaveBlock() : step();
          case IN_STORE -> stepStored();
          case EXHAUSTED -> false;
        };
    if (!isOnRecord) {
      state = State.EXHAUSTED;
    }
    return isOnRecord;
  }

  private boolean leaveBlock() {
    return block != null && enter(beyond(block.number));
  }

  /** Goes to the first record at an id or after it. */
  private boolean enter(long id) {
    long at = id;
    while (at >= 0) {
      RecordBlock known = records.block(snapshot, at);
      if (known == null) {
        return read(at);
      }
      if (enter(known, at)) {
        return step();
      }
      at = beyond(known.number);
    }
    return false;
  }

  private boolean enter(RecordBlock known, long id) {
    state = State.IN_BLOCK;
    block = known;
    left = known.present & bitsFrom(id);
    return left != 0;
  }

  private boolean step() {
    RecordBlock current = block;
    if (current == null) {
      return false;
    }
    long bit = next(left);
    left &= ~bit;
    rank = current.rank(bit);
    recordId = (current.number << RecordBlock.BITS) + Long.numberOfTrailingZeros(bit);
    return true;
  }

  private boolean read(long id) {
    if (stored == null) {
      stored = records.store().open(snapshot.raw(), direction, id);
    } else {
      stored.seek(id);
    }
    state = State.IN_STORE;
    enters(id);
    return stepStored();
  }

  private boolean stepStored() {
    RecordCursor cursor = stored;
    if (cursor == null) {
      return false;
    }
    if (!cursor.advance()) {
      ends();
      return false;
    }
    RecordBlock known = passes(cursor);
    return known == null || enter(known, cursor.recordId()) && step();
  }

  @Override
  public long recordId() {
    checkOnRecord();
    return state == State.IN_STORE && stored != null ? stored.recordId() : recordId;
  }

  @Override
  public DocumentView current() {
    checkOnRecord();
    if (state == State.IN_STORE && stored != null) {
      return read(stored);
    }
    if (block == null) {
      throw new IllegalStateException("the cursor is on no record");
    }
    return block.lend(rank);
  }

  @Override
  public void seek(long target) {
    checkOpen();
    leaves();
    from = target;
    isOnRecord = false;
    state = State.SOUGHT;
  }

  private void checkOnRecord() {
    checkOpen();
    if (!isOnRecord) {
      throw new IllegalStateException("the cursor is on no record");
    }
  }

  @Override
  final void close(RecordCursor reader) {
    reader.close();
  }
}

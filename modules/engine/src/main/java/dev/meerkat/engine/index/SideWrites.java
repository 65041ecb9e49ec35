package dev.meerkat.engine.index;

import dev.meerkat.engine.plan.RecordIdSet;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Records whose entries writers have changed in indexes that are being built. What a build has read
 * of them may be old: it leaves them out, and reads them again in the end. Threads: safe.
 */
public final class SideWrites {
  private static final int FIRST = 64;

  private final long lastOld;
  private final RecordIdSet changed = new RecordIdSet();
  private final Set<Long> skipped = new TreeSet<>();
  private RecordIdSet waiting = new RecordIdSet();
  private long[] queue = new long[FIRST];
  private int queued;
  private long[] batch = {};
  private int left;
  private volatile boolean open = true;

  /**
   * @param lastOld the last record that was there before writers maintained the indexes
   */
  public SideWrites(long lastOld) {
    this.lastOld = lastOld;
  }

  /** Whether the build goes on, so that whether keys are unique is found out at its end. */
  boolean isOpen() {
    return open;
  }

  /** Says that the build ends with this turn; a second time changes nothing. */
  public void close() {
    open = false;
  }

  /** The last record that a build has to read. */
  public long lastOld() {
    return lastOld;
  }

  /**
   * Notes a record.
   *
   * @param isUnique whether its keys are to be asked for again though it is new
   */
  synchronized void add(long recordId, boolean isUnique) {
    if (recordId <= lastOld) {
      boolean _ = changed.add(recordId);
    } else if (!isUnique) {
      return;
    }
    if (waiting.add(recordId)) {
      if (queued == queue.length) {
        queue = Arrays.copyOf(queue, queued * 2);
      }
      queue[queued++] = recordId;
    }
  }

  /**
   * Notes a record that an index cannot have as its document is, or is to be. Who writes it may go
   * on; the build asks for it once more when it ends, whatever has become of it.
   */
  public synchronized void skip(long recordId) {
    if (recordId <= lastOld) {
      boolean _ = changed.add(recordId);
    }
    skipped.add(recordId);
  }

  /** The records that some index could not have. */
  public synchronized List<Long> skipped() {
    return List.copyOf(skipped);
  }

  /** Whether a record that was there before has been changed since. */
  public synchronized boolean isChanged(long recordId) {
    return changed.contains(recordId);
  }

  /** Moves records that are to be read again to a list, so many at most. */
  public synchronized void take(List<Long> records, int most) {
    for (int taken = 0; taken < most; taken++) {
      if (left == 0 && !turnOver()) {
        return;
      }
      records.add(batch[--left]);
    }
  }

  /** Records that are changed from now on wait once more. */
  private boolean turnOver() {
    batch = queue;
    left = queued;
    queue = new long[FIRST];
    queued = 0;
    waiting = new RecordIdSet();
    return left > 0;
  }
}

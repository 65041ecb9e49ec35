package dev.meerkat.engine.cache;

import dev.meerkat.spi.DocumentView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects the records of one block after the other. Threads: confined to one thread. */
final class BlockBuilder {
  /** Larger blocks are not worth it: what their documents cost is not the call that reads them. */
  private static final int MOST_BYTES = 256 << 10;

  /**
   * Records of a block that is worth its place: behind a block the backend's cursor must be placed
   * anew, which costs as much as reading some records.
   */
  static final int WORTHWHILE = 8;

  /** Documents like the first one that there is room for at the beginning. */
  private static final int FIRST_DOCUMENTS = 4;

  private final TableLife table;
  private final long version;
  private final int[] offsets = new int[(1 << RecordBlock.BITS) + 1];
  private byte[] bytes = {};
  private int size;
  private int count;
  private long present;
  private long number;
  private boolean isCollecting;

  BlockBuilder(TableLife table, long version) {
    this.table = table;
    this.version = version;
  }

  /** Whether records are to be added. */
  boolean isCollecting() {
    return isCollecting;
  }

  /** Begins a block; what was collected is forgotten. */
  void begin(long newNumber) {
    number = newNumber;
    size = 0;
    count = 0;
    present = 0;
    isCollecting = true;
  }

  /** Forgets what was collected. */
  void stop() {
    isCollecting = false;
  }

  /** Adds the next record of the block, or gives the block up where it becomes too large. */
  void add(long recordId, DocumentView document) {
    int length = document.length();
    if (size + length > MOST_BYTES) {
      isCollecting = false;
      return;
    }
    if (size + length > bytes.length) {
      int wanted = Math.max(size + FIRST_DOCUMENTS * length, 2 * bytes.length);
      bytes = Arrays.copyOf(bytes, Math.clamp(wanted, size + length, MOST_BYTES));
    }
    System.arraycopy(document.array(), document.offset(), bytes, size, length);
    size += length;
    present |= RecordBlock.bit(recordId);
    offsets[++count] = size;
  }

  /**
   * The block, all of whose records have been added, or null where it was given up.
   *
   * @param least how many records it must have
   */
  @Nullable RecordBlock end(int least) {
    if (!isCollecting || count < least) {
      isCollecting = false;
      return null;
    }
    isCollecting = false;
    return new RecordBlock(
        table,
        number,
        version,
        present,
        Arrays.copyOf(bytes, size),
        Arrays.copyOf(offsets, count + 1));
  }
}

package dev.meerkat.spi.storage;

import java.util.Arrays;

/**
 * Records by their ids, with the lengths of their documents: what is needed to remove them.
 * Threads: confined to one thread.
 */
public final class RecordLengths {
  private long[] ids = new long[16];
  private int[] lengths = new int[16];
  private int count;
  private long bytes;

  /** Adds a record. */
  public void add(long recordId, int length) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    ids[count] = recordId;
    lengths[count] = length;
    count++;
    bytes += length;
  }

  /** The number of records. */
  public int count() {
    return count;
  }

  /** Bytes of all their documents. */
  public long bytes() {
    return bytes;
  }

  /** The id of the record at a place, from 0 on. */
  public long recordId(int index) {
    return ids[index];
  }

  /** Bytes of the document of the record at a place. */
  public int length(int index) {
    return lengths[index];
  }
}

package dev.meerkat.engine.plan;

/** A set of record ids, open addressing, without boxes. Threads: confined to one operation. */
public final class RecordIdSet {
  private long[] slots = new long[64];
  private int size;

  /** Adds an id of 1 or more; answers whether it is new. */
  public boolean add(long recordId) {
    if (size * 2 >= slots.length) {
      grow();
    }
    if (!place(slots, recordId)) {
      return false;
    }
    size++;
    return true;
  }

  public boolean contains(long recordId) {
    int mask = slots.length - 1;
    int slot = spread(recordId) & mask;
    while (slots[slot] != 0) {
      if (slots[slot] == recordId) {
        return true;
      }
      slot = (slot + 1) & mask;
    }
    return false;
  }

  public int size() {
    return size;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long recordId : slots) {
      if (recordId != 0) {
        place(larger, recordId);
      }
    }
    slots = larger;
  }

  private static boolean place(long[] slots, long recordId) {
    int mask = slots.length - 1;
    int slot = spread(recordId) & mask;
    while (slots[slot] != 0) {
      if (slots[slot] == recordId) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = recordId;
    return true;
  }

  private static int spread(long recordId) {
    long mixed = recordId * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }
}

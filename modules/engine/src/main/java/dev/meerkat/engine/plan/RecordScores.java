package dev.meerkat.engine.plan;

import java.util.Arrays;

/**
 * Sums of scores by record id, open addressing, without boxes, in the order in which the records
 * came. Threads: confined to one operation.
 */
final class RecordScores {
  private static final int FREE = -1;

  private long[] ids = new long[32];
  private double[] scores = new double[32];
  private int[] slots = new int[128];
  private int size;

  RecordScores() {
    Arrays.fill(slots, FREE);
  }

  void add(long recordId, double score) {
    int slot = find(slots, recordId);
    if (slots[slot] != FREE) {
      scores[slots[slot]] += score;
      return;
    }
    if (size == ids.length) {
      grow();
      slot = find(slots, recordId);
    }
    ids[size] = recordId;
    scores[size] = score;
    slots[slot] = size++;
  }

  int size() {
    return size;
  }

  /**
   * @param index 0 to {@link #size()} - 1
   */
  long recordId(int index) {
    return ids[index];
  }

  double score(int index) {
    return scores[index];
  }

  private void grow() {
    ids = Arrays.copyOf(ids, size * 2);
    scores = Arrays.copyOf(scores, size * 2);
    slots = new int[size * 8];
    Arrays.fill(slots, FREE);
    for (int i = 0; i < size; i++) {
      slots[find(slots, ids[i])] = i;
    }
  }

  private int find(int[] table, long recordId) {
    int mask = table.length - 1;
    int slot = (int) (recordId * 0x9E3779B97F4A7C15L >>> 32) & mask;
    while (table[slot] != FREE && ids[table[slot]] != recordId) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}

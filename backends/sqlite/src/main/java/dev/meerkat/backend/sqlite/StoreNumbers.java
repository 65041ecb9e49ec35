package dev.meerkat.backend.sqlite;

/**
 * What a record store holds, and how much of that the stored numbers say. Those are of the records
 * up to some id: what was added behind is little, and counted when it is asked for, so that the
 * numbers need not be stored with each commit. Threads: confined to the writer's turn.
 */
final class StoreNumbers {
  /** Instead of an id: the stored numbers are of all records. */
  static final long ALL = Long.MAX_VALUE;

  /** Records after which the numbers are stored: as many may have to be counted. */
  private static final int MOST_UNCOUNTED = 64;

  private static final long UNKNOWN = -1;

  private long count;
  private long sizeBytes;
  private long counted;
  private long highest;
  private int uncounted;
  private boolean isStale;

  private StoreNumbers(long count, long sizeBytes, long counted, long highest, int uncounted) {
    this.count = count;
    this.sizeBytes = sizeBytes;
    this.counted = counted;
    this.highest = highest;
    this.uncounted = uncounted;
  }

  /** Of a table that has just been made. */
  static StoreNumbers none() {
    return new StoreNumbers(0, 0, 0, 0, 0);
  }

  /** Those stored, which are of all records. */
  static StoreNumbers ofAll(Counter stored) {
    return new StoreNumbers(stored.count(), stored.sizeBytes(), ALL, UNKNOWN, 0);
  }

  /**
   * Those stored with what is behind.
   *
   * @param counted stored numbers are of the records up to this id
   * @param highest id that there is
   */
  static StoreNumbers of(Counter stored, long counted, Counter behind, long highest) {
    Counter all = stored.plus(behind.count(), behind.sizeBytes());
    return new StoreNumbers(
        all.count(),
        all.sizeBytes(),
        counted,
        Math.max(counted, highest),
        (int) Math.min(behind.count(), MOST_UNCOUNTED));
  }

  /** Takes over what others say: those of a transaction that changes them, or that is committed. */
  void become(StoreNumbers others) {
    count = others.count;
    sizeBytes = others.sizeBytes;
    counted = others.counted;
    highest = others.highest;
    uncounted = others.uncounted;
    isStale = others.isStale;
  }

  /** Whether the highest id is known, as it has to be before anything is added. */
  boolean knowsHighest() {
    return highest != UNKNOWN;
  }

  void highest(long recordId) {
    highest = recordId;
  }

  Counter counter() {
    return new Counter(count, sizeBytes);
  }

  long counted() {
    return counted;
  }

  void added(long recordId, int bytes) {
    count++;
    sizeBytes += bytes;
    highest = Math.max(highest, recordId);
    uncounted++;
    isStale |= recordId <= counted;
  }

  void resized(long recordId, int more) {
    sizeBytes += more;
    isStale |= more != 0 && recordId <= counted;
  }

  void removed(long recordId, int bytes) {
    count--;
    sizeBytes -= bytes;
    isStale |= recordId <= counted;
  }

  void recounted(Counter found) {
    count = found.count();
    sizeBytes = found.sizeBytes();
    isStale = true;
  }

  boolean needsStoring() {
    return isStale || uncounted >= MOST_UNCOUNTED;
  }

  /** Says that they are stored, of all records that there are; answers up to which id. */
  long stored() {
    counted = highest;
    uncounted = 0;
    isStale = false;
    return counted;
  }
}

package dev.meerkat.engine.cache;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.RecordFinder;
import org.jspecify.annotations.Nullable;

/**
 * Finds records in memory where they are there, and asks the backend for the others at once.
 * Threads: confined to one thread.
 */
final class CachedFinder extends CachedReader<RecordFinder> implements RecordFinder {
  private long[] asked = {};

  /** What has each id that was asked for, or null where the backend answers. */
  private @Nullable CachedPart[] parts = {};

  private long[] unknown = {};
  private int count;
  private int answered;

  CachedFinder(CachedRecords records, CachedSnapshot snapshot) {
    super(records, snapshot);
    snapshot.checkOpen();
  }

  @Override
  public void ask(long[] recordIds, int newCount) {
    checkOpen();
    if (asked.length < newCount) {
      asked = new long[newCount];
      unknown = new long[newCount];
      parts = new CachedPart[newCount];
    }
    System.arraycopy(recordIds, 0, asked, 0, newCount);
    count = newCount;
    answered = 0;
    int missing = 0;
    for (int i = 0; i < newCount; i++) {
      CachedPart part = records.partOfMany(snapshot, recordIds[i]);
      parts[i] = part;
      if (part == null) {
        unknown[missing++] = recordIds[i];
      }
    }
    if (missing > 0) {
      if (stored == null) {
        stored = records.store().finder(snapshot.raw());
      }
      stored.ask(unknown, missing);
    }
  }

  @Override
  public @Nullable DocumentView next() {
    checkOpen();
    if (answered == count) {
      throw new IllegalStateException("no record was asked for");
    }
    CachedPart part = parts[answered];
    long recordId = asked[answered++];
    if (part != null) {
      return part.find(recordId);
    }
    if (stored == null) {
      throw new IllegalStateException("no record was asked for");
    }
    return stored.next();
  }

  @Override
  void close(RecordFinder reader) {
    reader.close();
  }
}

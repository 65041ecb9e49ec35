package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the documents of an index scan with one question to the store for many of them, ever more
 * until there are some dozens: who wants one document causes no work for a second, and nobody is
 * asked for more than are wanted. Threads: confined to one operation.
 */
final class ReadAhead implements AutoCloseable {
  private static final int GROWTH = 4;
  private static final int MOST = 64;

  private final IndexScanNode scan;
  private final RecordStore records;
  private final long wanted;
  private long[] asked = {};
  private int next;
  private int count;
  private int size = 1;
  private @Nullable RecordFinder finder;

  /**
   * @param wanted how many documents are asked for at most
   */
  ReadAhead(IndexScanNode scan, RecordStore records, long wanted) {
    this.scan = scan;
    this.records = records;
    this.wanted = wanted;
  }

  /**
   * The document of the scan's record, or null where it is gone.
   *
   * @param answered how many of the documents were wanted indeed
   */
  @Nullable DocumentView find(StorageReader reader, long answered) {
    long recordId = scan.recordId();
    RecordFinder open = finder;
    if (open != null) {
      while (next < count) {
        DocumentView found = open.next();
        if (asked[next++] == recordId) {
          return found;
        }
      }
    }
    return askFor(reader, recordId, (int) Math.min(size, wanted - answered));
  }

  private @Nullable DocumentView askFor(StorageReader reader, long recordId, int most) {
    size = Math.min(MOST, size * GROWTH);
    if (most < 2) {
      return records.find(reader, recordId);
    }
    if (asked.length < most) {
      asked = new long[most];
    }
    asked[0] = recordId;
    count = scan.upcoming(asked, 1, most);
    if (count == 1) {
      next = count;
      return records.find(reader, recordId);
    }
    if (finder == null) {
      finder = records.finder(reader);
    }
    finder.ask(asked, count);
    next = 1;
    return finder.next();
  }

  /** Lets go of what was read, and begins small again. */
  @Override
  public void close() {
    if (finder != null) {
      finder.close();
      finder = null;
    }
    next = 0;
    count = 0;
    size = 1;
  }
}

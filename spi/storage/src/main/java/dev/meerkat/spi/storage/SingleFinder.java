package dev.meerkat.spi.storage;

import dev.meerkat.spi.DocumentView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds one record after the other. Threads: confined to one thread. */
final class SingleFinder implements RecordFinder {
  private final RecordStore records;
  private final StorageReader reader;
  private long[] asked = {};
  private int next;
  private boolean closed;

  SingleFinder(RecordStore records, StorageReader reader) {
    this.records = records;
    this.reader = reader;
  }

  @Override
  public void ask(long[] recordIds, int count) {
    checkOpen();
    asked = Arrays.copyOf(recordIds, count);
    next = 0;
  }

  @Override
  public @Nullable DocumentView next() {
    checkOpen();
    if (next == asked.length) {
      throw new IllegalStateException("no record was asked for");
    }
    return records.find(reader, asked[next++]);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the finder is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

package dev.meerkat.engine.cache;

import dev.meerkat.contract.ForwardingRecords;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts cursors and finds. */
record CountedRecords(RecordStore store, AtomicInteger reads) implements ForwardingRecords {
  @Override
  public @Nullable DocumentView find(StorageReader reader, long recordId) {
    reads.incrementAndGet();
    return store.find(reader, recordId);
  }

  @Override
  public RecordCursor open(StorageReader reader, Direction direction, long from) {
    reads.incrementAndGet();
    return store.open(reader, direction, from);
  }
}

package dev.meerkat.engine.cache;

import dev.meerkat.spi.storage.ForwardingStorage;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Storage;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what the backend is asked for. */
record CountedStorage(Storage inner, AtomicInteger reads) implements ForwardingStorage {
  @Override
  public RecordStore recordStore(String ident) {
    return new CountedRecords(inner.recordStore(ident), reads);
  }
}

package dev.meerkat.engine;

import dev.meerkat.spi.storage.ForwardingStorage;
import dev.meerkat.spi.storage.Storage;

/** A store that outlives its engine. Threads: as the store. */
public final class KeptStorage {
  private KeptStorage() {}

  /** The store for an engine, which cannot close it: the test does. */
  public static Storage of(Storage store) {
    return new Kept(store);
  }

  private record Kept(Storage inner) implements ForwardingStorage {
    @Override
    public void close() {
      // The test closes it.
    }
  }
}

package dev.meerkat.backend.memory;

import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import java.util.Set;

/** Brings {@code --storage memory}: data that lives as long as the process. Threads: immutable. */
public final class MemoryStorageProvider implements StorageProvider {
  /** The share of the heap that documents and index entries may fill. */
  private static final double HEAP_SHARE = 0.75;

  @Override
  public Set<String> names() {
    return Set.of("memory");
  }

  @Override
  public boolean usesFolder(String name) {
    return false;
  }

  @Override
  public Storage open(String name, StorageOptions options) {
    if (!names().contains(name)) {
      throw new IllegalArgumentException("no such storage: " + name);
    }
    long heapShare = (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE);
    return new MemoryStorage(Math.min(heapShare, options.maxBytes()));
  }
}

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.spi.storage.StorageProvider;
import org.jspecify.annotations.NullMarked;

/** Storage in memory: copy-on-write B+trees. */
@NullMarked
module dev.meerkat.backend.memory {
  requires dev.meerkat.spi.storage;

  provides StorageProvider with
      MemoryStorageProvider;
}

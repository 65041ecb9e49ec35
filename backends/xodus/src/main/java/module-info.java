import dev.meerkat.backend.xodus.XodusStorageProvider;
import dev.meerkat.spi.storage.StorageProvider;
import org.jspecify.annotations.NullMarked;

/** Storage in Xodus. */
@NullMarked
module dev.meerkat.backend.xodus {
  requires dev.meerkat.backend.xodus.bundle;
  requires transitive dev.meerkat.spi.storage;

  provides StorageProvider with
      XodusStorageProvider;
}

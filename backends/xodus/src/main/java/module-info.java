import org.jspecify.annotations.NullMarked;

/** Storage in Xodus. */
@NullMarked
module dev.meerkat.backend.xodus {
  requires dev.meerkat.spi.storage;
}

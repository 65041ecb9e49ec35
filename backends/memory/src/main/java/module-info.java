import org.jspecify.annotations.NullMarked;

/** Storage in memory: copy-on-write B+trees. */
@NullMarked
module dev.meerkat.backend.memory {
  requires dev.meerkat.spi.storage;
}

import org.jspecify.annotations.NullMarked;

/** Wire protocol frames and records; no sockets. */
@NullMarked
module dev.meerkat.wire {
  requires transitive dev.meerkat.spi;

  exports dev.meerkat.wire;
}

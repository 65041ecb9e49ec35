import org.jspecify.annotations.NullMarked;

/** What a storage backend implements: ordered tables in transactions. */
@NullMarked
module dev.meerkat.spi.storage {
  requires transitive dev.meerkat.spi;

  exports dev.meerkat.spi.storage;
}

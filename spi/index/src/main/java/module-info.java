import org.jspecify.annotations.NullMarked;

/** What an index type implements: the keys of a document and the bounds of a predicate. */
@NullMarked
module dev.meerkat.spi.index {
  requires transitive dev.meerkat.spi;
  requires transitive dev.meerkat.spi.query;

  exports dev.meerkat.spi.index;
}

import org.jspecify.annotations.NullMarked;

/** What a plugin of the query language implements: expressions, filters, accumulators, stages. */
@NullMarked
module dev.meerkat.spi.query {
  requires transitive dev.meerkat.spi;

  exports dev.meerkat.spi.query;
}

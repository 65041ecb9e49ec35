import org.jspecify.annotations.NullMarked;

/** Aggregation stages, accumulators and the pipeline optimizer. */
@NullMarked
module dev.meerkat.aggregation {
  requires transitive dev.meerkat.query;
}

import org.jspecify.annotations.NullMarked;

/** BSON order, equality, hash, numbers, paths and index keys, on bytes. */
@NullMarked
module dev.meerkat.values {
  requires transitive dev.meerkat.spi;
  requires com.ibm.icu;

  exports dev.meerkat.values;
}

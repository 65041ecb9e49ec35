import org.jspecify.annotations.NullMarked;

/**
 * What every plugin may see: errors, namespaces, documents as bytes, and the operation it runs in.
 */
@NullMarked
module dev.meerkat.spi {
  requires transitive org.mongodb.bson;
  requires transitive org.jspecify;

  exports dev.meerkat.spi;
}

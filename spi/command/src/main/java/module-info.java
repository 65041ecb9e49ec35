import org.jspecify.annotations.NullMarked;

/** What a command implements: a schema of its fields, and what it does. */
@NullMarked
module dev.meerkat.spi.command {
  requires transitive dev.meerkat.spi;

  exports dev.meerkat.spi.command;
}

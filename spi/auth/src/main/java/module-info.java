import org.jspecify.annotations.NullMarked;

/** What an authentication mechanism implements: a SASL conversation. */
@NullMarked
module dev.meerkat.spi.auth {
  requires transitive dev.meerkat.spi;

  exports dev.meerkat.spi.auth;
}

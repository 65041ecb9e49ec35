import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.FilterProvider;
import org.jspecify.annotations.NullMarked;

/** Random documents, filters and frames, and what must hold for every one of them. */
@NullMarked
module dev.meerkat.fuzz.parsers {
  requires transitive dev.meerkat.query;
  requires transitive com.ibm.icu;
  requires dev.meerkat.server;
  requires dev.meerkat.wire;
  requires jdk.management;

  exports dev.meerkat.fuzz.parsers;

  uses ExpressionProvider;
  uses FilterProvider;
}

import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.FilterProvider;
import org.jspecify.annotations.NullMarked;

/** Random documents, filters and frames, and what must hold for every one of them. */
@NullMarked
module dev.meerkat.fuzz.parsers {
  requires dev.meerkat.query;
  requires dev.meerkat.server;
  requires dev.meerkat.wire;

  uses ExpressionProvider;
  uses FilterProvider;
}

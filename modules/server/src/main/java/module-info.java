import dev.meerkat.spi.auth.AuthMechanismProvider;
import dev.meerkat.spi.command.CommandProvider;
import dev.meerkat.spi.index.IndexTypeProvider;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.StageProvider;
import dev.meerkat.spi.query.WindowFunctionProvider;
import dev.meerkat.spi.storage.StorageProvider;
import org.jspecify.annotations.NullMarked;

/** The listener, the dispatcher, and the door for programs that embed the server. */
@NullMarked
module dev.meerkat.server {
  requires transitive dev.meerkat.spi;
  requires dev.meerkat.engine;
  requires dev.meerkat.wire;
  requires dev.meerkat.spi.auth;
  requires dev.meerkat.spi.command;
  requires dev.meerkat.spi.index;
  requires dev.meerkat.spi.query;
  requires dev.meerkat.spi.storage;
  requires dev.meerkat.values;

  exports dev.meerkat.server;

  uses AccumulatorProvider;
  uses AuthMechanismProvider;
  uses CommandProvider;
  uses ExpressionProvider;
  uses FilterProvider;
  uses IndexTypeProvider;
  uses StageProvider;
  uses StorageProvider;
  uses WindowFunctionProvider;
}

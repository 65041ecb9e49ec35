import dev.meerkat.spi.command.CommandProvider;
import dev.meerkat.spi.index.IndexTypeProvider;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.StageProvider;
import dev.meerkat.spi.query.WindowFunctionProvider;
import dev.meerkat.spi.storage.StorageProvider;
import org.jspecify.annotations.NullMarked;

/**
 * A whole server under many clients on one thread, beside a plain model that tells what is right.
 */
@NullMarked
module dev.meerkat.fuzz.simulator {
  requires dev.meerkat.engine;
  requires dev.meerkat.fuzz.parsers;
  requires dev.meerkat.query;

  uses AccumulatorProvider;
  uses CommandProvider;
  uses ExpressionProvider;
  uses FilterProvider;
  uses IndexTypeProvider;
  uses StageProvider;
  uses StorageProvider;
  uses WindowFunctionProvider;
}

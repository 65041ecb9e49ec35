import dev.meerkat.aggregation.accumulator.CoreAccumulators;
import dev.meerkat.aggregation.stage.CoreStages;
import dev.meerkat.aggregation.stage.ServerStages;
import dev.meerkat.aggregation.window.CoreWindowFunctions;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.StageProvider;
import dev.meerkat.spi.query.WindowFunctionProvider;
import org.jspecify.annotations.NullMarked;

/** Aggregation stages, accumulators and the pipeline optimizer. */
@NullMarked
module dev.meerkat.aggregation {
  requires transitive dev.meerkat.query;

  exports dev.meerkat.aggregation;
  exports dev.meerkat.aggregation.stage;
  exports dev.meerkat.aggregation.timeseries;

  provides StageProvider with
      CoreStages,
      ServerStages;
  provides AccumulatorProvider with
      CoreAccumulators;
  provides WindowFunctionProvider with
      CoreWindowFunctions;
}

package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import java.util.function.UnaryOperator;

/** A stage that has pipelines of its own. Threads: immutable. */
public interface NestingStage extends Stage {
  /** The same stage with its pipelines rewritten to others that answer the same. */
  Stage optimized(UnaryOperator<Pipeline> optimizer);
}

package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.StageContext;
import java.util.List;

/** A stage that runs several pipelines over its input. Threads: immutable. */
public interface FacetingStage extends NestingStage {
  /** What each pipeline answers under. */
  List<String> names();

  List<Pipeline> pipelines();

  /** Begins a run whose pipelines somebody else opens. */
  Cursor open(Cursor input, StageContext context, Opener opener);

  /** Opens a pipeline. */
  interface Opener {
    /**
     * Opens it over the documents of the input.
     *
     * @param index the pipeline's place
     */
    Cursor open(int index, Pipeline pipeline, Cursor input, StageContext context);
  }
}

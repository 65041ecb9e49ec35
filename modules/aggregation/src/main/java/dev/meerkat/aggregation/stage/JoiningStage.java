package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;

/** A stage that finds documents of another collection for each of its own. Threads: immutable. */
public interface JoiningStage extends Stage {
  /** How it would find them now, by the names that {@code explain} has for it. */
  String strategy(StageContext context);
}

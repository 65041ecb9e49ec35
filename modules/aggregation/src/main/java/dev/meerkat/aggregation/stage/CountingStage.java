package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.query.Stage;
import org.bson.BsonDocument;

/**
 * A stage that can do without its documents where somebody knows how many there are. Threads:
 * immutable.
 */
public interface CountingStage extends Stage {
  /** Whether nothing but the number of documents matters. */
  boolean isCount();

  /**
   * The document that it answers.
   *
   * @param count of its input, 1 or more
   */
  BsonDocument counted(long count);
}

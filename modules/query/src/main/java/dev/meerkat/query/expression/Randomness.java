package dev.meerkat.query.expression;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Whether an expression, or a piece of a pipeline, answers differently each time. Threads:
 * immutable.
 */
public final class Randomness {
  private Randomness() {}

  /** Whether it stands anywhere in what was written, if only as a literal. */
  public static boolean isIn(BsonValue spec) {
    return switch (spec) {
      case BsonArray array -> array.stream().anyMatch(Randomness::isIn);
      case BsonDocument fields ->
          fields.containsKey("$sample")
              || fields.containsKey("$rand")
              || fields.containsKey("$sampleRate")
              || fields.values().stream().anyMatch(Randomness::isIn);
      default -> false;
    };
  }
}

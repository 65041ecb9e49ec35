package dev.meerkat.aggregation.stage;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Whether a piece of a pipeline answers differently each time. Threads: immutable. */
final class Randomness {
  private Randomness() {}

  static boolean isIn(BsonValue spec) {
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

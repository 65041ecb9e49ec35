package dev.meerkat.spi.query;

import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A compiled window function: it makes one value for each document of a sorted partition. One that
 * takes documents in and out of a moving window is best a {@link MovingFunction}. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/setWindowFields/#std-label-setWindowFields-window-operators">Window
 *     operators</a>
 */
public interface WindowFunction {
  /** Begins one partition. */
  Run open(WindowPartition partition, EvaluationScope scope);

  /** Reports the fields and variables that it reads. */
  default void dependencies(Dependencies dependencies) {
    dependencies.wholeDocument();
  }

  /** The output field in MongoDB's own syntax, {@code window} included. */
  BsonDocument describe();

  /** One walk through a partition. Threads: confined to one operation. */
  interface Run {
    /**
     * The value for a document, or null for missing. Asked for 0, 1, 2 and so on, each once; the
     * value must not change afterwards.
     */
    @Nullable BsonValue value(int index);

    /** Bytes of memory held, roughly; they are counted against the stage's limit. */
    default long memoryBytes() {
      return 64;
    }
  }
}

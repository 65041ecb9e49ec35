package dev.meerkat.spi.query;

import dev.meerkat.spi.DocumentView;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A window function that follows its window: what enters is added, what leaves is taken out again,
 * the oldest first, and nothing is computed anew. Threads: immutable.
 *
 * @param <E> what it keeps of a document; read once, however long it stays
 */
public interface MovingFunction<E extends @Nullable Object> extends WindowFunction {
  WindowBounds bounds();

  E read(DocumentView document, EvaluationScope scope);

  /** Begins one partition with an empty window. */
  Window<E> start();

  @Override
  default Run open(WindowPartition partition, EvaluationScope scope) {
    return new MovingRun<>(this, partition, scope);
  }

  /** What is known of the documents inside the window. Threads: confined to one operation. */
  interface Window<E extends @Nullable Object> {
    void add(E entry);

    /** Takes out the entry that has been in the window for longest. */
    void remove(E entry);

    /** The value of the window as it is; null is missing. */
    @Nullable BsonValue value();

    /**
     * Refuses what has become too large for a limit of the function's own; called when something
     * has been added.
     */
    default void checkLimit(EvaluationScope scope) {}

    /** Bytes of memory held, roughly, beside the entries themselves. */
    default long memoryBytes() {
      return 64;
    }
  }
}

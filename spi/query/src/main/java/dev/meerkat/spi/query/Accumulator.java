package dev.meerkat.spi.query;

import dev.meerkat.spi.DocumentView;
import org.bson.BsonValue;

/**
 * A compiled accumulator: it makes one value of many documents. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/group/#accumulator-operator">Accumulators</a>
 */
public interface Accumulator {
  /** Begins one group. */
  State start();

  /** Reports the fields and variables that it reads. */
  default void dependencies(Dependencies dependencies) {
    dependencies.wholeDocument();
  }

  /** The accumulator in MongoDB's own syntax. */
  BsonValue describe();

  /** The running value of one group. Threads: confined to one operation. */
  interface State {
    void add(DocumentView document, EvaluationScope scope);

    BsonValue result();

    /** Bytes of memory held, roughly; grouping counts them. */
    default long memoryBytes() {
      return 64;
    }
  }
}

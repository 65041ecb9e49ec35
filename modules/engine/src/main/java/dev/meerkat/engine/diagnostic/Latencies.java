package dev.meerkat.engine.diagnostic;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/**
 * How long the operations of one sort have taken together, and how many took about how long.
 * Threads: safe.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/collStats/#latencystats-document">latencyStats</a>
 */
final class Latencies {
  /** Where MongoDB's classes begin, in microseconds. */
  private static final long[] FROM_MICROS = bounds();

  private final LongAdder micros = new LongAdder();
  private final AtomicLongArray counts = new AtomicLongArray(FROM_MICROS.length);

  /** Powers of two up to 2^40; between 2^11 and 2^21 there is one more half way to the next. */
  private static long[] bounds() {
    long[] bounds = new long[51];
    int next = 1;
    for (int power = 1; power <= 40; power++) {
      bounds[next++] = 1L << power;
      if (power >= 11 && power <= 20) {
        bounds[next++] = 3L << power - 1;
      }
    }
    return bounds;
  }

  void add(long elapsedMicros) {
    micros.add(elapsedMicros);
    int place = Arrays.binarySearch(FROM_MICROS, elapsedMicros);
    counts.incrementAndGet(place >= 0 ? place : -place - 2);
  }

  /**
   * As {@code $collStats} tells it.
   *
   * @param withHistogram whether the classes that have an operation are told, too
   */
  BsonDocument toBson(boolean withHistogram) {
    long operations = 0;
    BsonArray histogram = new BsonArray();
    for (int i = 0; i < FROM_MICROS.length; i++) {
      long count = counts.get(i);
      operations += count;
      if (count > 0) {
        histogram.add(
            new BsonDocument("micros", new BsonInt64(FROM_MICROS[i]))
                .append("count", new BsonInt64(count)));
      }
    }
    BsonDocument document = new BsonDocument();
    if (withHistogram) {
      document.append("histogram", histogram);
    }
    return document
        .append("latency", new BsonInt64(micros.sum()))
        .append("ops", new BsonInt64(operations))
        // Nothing is encrypted for queries here.
        .append("queryableEncryptionLatencyMicros", new BsonInt64(0));
  }
}

package dev.meerkat.engine.catalog;

import java.util.concurrent.atomic.LongAdder;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/**
 * What the inserts into a time-series collection have come to since the start. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/collStats/">collStats</a>
 */
public final class BucketCounts {
  private final LongAdder inserts = new LongAdder();
  private final LongAdder updates = new LongAdder();
  private final LongAdder commits = new LongAdder();
  private final LongAdder measurements = new LongAdder();

  BucketCounts() {}

  /** Counts a commit: the buckets that it has made and filled, and the measurements in them. */
  public void committed(int made, int filled, int measured) {
    inserts.add(made);
    updates.add(filled);
    commits.add(made + filled);
    measurements.add(measured);
  }

  void appendTo(BsonDocument told) {
    long committed = commits.sum();
    long measured = measurements.sum();
    told.append("numBucketInserts", new BsonInt64(inserts.sum()))
        .append("numBucketUpdates", new BsonInt64(updates.sum()))
        .append("numCommits", new BsonInt64(committed))
        .append("numMeasurementsCommitted", new BsonInt64(measured))
        .append(
            "avgNumMeasurementsPerCommit",
            new BsonInt64(committed == 0 ? 0 : measured / committed));
  }
}

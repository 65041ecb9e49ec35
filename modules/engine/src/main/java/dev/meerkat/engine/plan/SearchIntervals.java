package dev.meerkat.engine.plan;

import dev.meerkat.spi.index.Nearest;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/**
 * How far a search for what is nearest has come, and with how many documents: the {@code
 * searchIntervals} of explain. Within an interval all that is there has been read before the last
 * of its documents was answered. An interval ends when more must be read, but not before it has
 * answered twice as many documents as the one before. Threads: confined to one operation.
 */
final class SearchIntervals {
  private final Nearest nearest;
  private final List<BsonDocument> closed = new ArrayList<>();
  private double from;

  /** Nothing that is nearer than this is unread. */
  private double reached;

  private long buffered;
  private long answered;
  private long enough = 1;

  SearchIntervals(Nearest nearest) {
    this.nearest = nearest;
    this.from = nearest.min();
    this.reached = nearest.min();
  }

  /** A document has been read that is at a wanted distance. */
  void buffered() {
    buffered++;
  }

  /**
   * A document has been answered.
   *
   * @param least how near can be what is unread
   */
  void answered(double least) {
    answered++;
    reach(least);
  }

  /**
   * More is read.
   *
   * @param least how near it can be
   */
  void reading(double least) {
    reach(least);
    if (answered >= enough && reached > from && reached < nearest.max()) {
      closed.add(interval(reached, false));
      from = reached;
      buffered = 0;
      answered = 0;
      enough *= 2;
    }
  }

  private void reach(double least) {
    reached = Math.max(reached, Math.min(least, nearest.max()));
  }

  /**
   * The intervals so far.
   *
   * @param isDone whether nothing is left
   */
  BsonArray described(boolean isDone) {
    BsonArray intervals = new BsonArray(closed);
    intervals.add(isDone ? interval(nearest.max(), true) : interval(reached, false));
    return intervals;
  }

  private BsonDocument interval(double to, boolean isInclusive) {
    return new BsonDocument("minDistance", new BsonDouble(nearest.told(from)))
        .append("maxDistance", new BsonDouble(nearest.told(to)))
        .append("maxInclusive", BsonBoolean.valueOf(isInclusive))
        .append("nBuffered", count(buffered))
        .append("nReturned", count(answered));
  }

  private static BsonValue count(long number) {
    return number == (int) number ? new BsonInt32((int) number) : new BsonInt64(number);
  }
}

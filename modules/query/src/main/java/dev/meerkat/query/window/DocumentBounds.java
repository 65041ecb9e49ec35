package dev.meerkat.query.window;

import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowPartition;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * So many documents before and after the current one. Threads: immutable.
 *
 * @param lower offset of the first document, negative before the current one
 * @param upper offset of the last document
 */
record DocumentBounds(long lower, long upper, BsonValue spec) implements WindowBounds {
  static final long UNBOUNDED_BELOW = Integer.MIN_VALUE - 1L;
  static final long UNBOUNDED_ABOVE = Integer.MAX_VALUE + 1L;

  /** The whole partition. */
  static final DocumentBounds PARTITION =
      new DocumentBounds(
          UNBOUNDED_BELOW,
          UNBOUNDED_ABOVE,
          new BsonArray(List.of(new BsonString("unbounded"), new BsonString("unbounded"))));

  @Override
  public Frame open(WindowPartition partition, EvaluationScope scope) {
    return new DocumentFrame(this, partition.size());
  }

  @Override
  public boolean isUnboundedBelow() {
    return lower == UNBOUNDED_BELOW;
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("documents", spec);
  }

  private static final class DocumentFrame implements Frame {
    private final DocumentBounds bounds;
    private final int size;
    private int from;
    private int to;

    DocumentFrame(DocumentBounds bounds, int size) {
      this.bounds = bounds;
      this.size = size;
    }

    @Override
    public void moveTo(int index) {
      from = Math.clamp(index + bounds.lower, 0, size);
      to = Math.clamp(index + bounds.upper + 1, 0, size);
    }

    @Override
    public int from() {
      return from;
    }

    @Override
    public int to() {
      return to;
    }
  }
}

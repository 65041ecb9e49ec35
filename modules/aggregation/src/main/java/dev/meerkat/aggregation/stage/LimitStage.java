package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.Numbers;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/**
 * Keeps at most {@code limit} documents of its input. Threads: immutable.
 *
 * @param limit documents, 1 or more
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/limit/">$limit</a>
 */
public record LimitStage(long limit) implements Stage {
  static Stage parse(BsonValue spec) {
    if (!spec.isNumber() || !Numbers.isIntegral(spec)) {
      throw Documents.error(
          5107201, "invalid argument to $limit stage: Expected an integer: $limit: " + spec);
    }
    long limit = Numbers.exactLong(spec);
    if (limit < 0) {
      throw Documents.error(
          5107201, "invalid argument to $limit stage: Expected a non-negative number in: " + spec);
    }
    if (limit == 0) {
      throw Documents.error(15958, "the limit must be positive");
    }
    return new LimitStage(limit);
  }

  @Override
  public String name() {
    return "$limit";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.MANY);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new LimitCursor(input, limit);
  }

  @Override
  public void dependencies(Dependencies dependencies) {}

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$limit", new BsonInt64(limit));
  }

  private static final class LimitCursor implements Cursor {
    private final Cursor input;
    private long left;

    LimitCursor(Cursor input, long limit) {
      this.input = input;
      this.left = limit;
    }

    @Override
    public boolean advance() {
      if (left == 0 || !input.advance()) {
        left = 0;
        input.close();
        return false;
      }
      left--;
      return true;
    }

    @Override
    public DocumentView current() {
      return input.current();
    }

    @Override
    public void close() {
      input.close();
    }
  }
}

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
 * Leaves out the first {@code skip} documents of its input. Threads: immutable.
 *
 * @param skip documents, 0 or more
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/skip/">$skip</a>
 */
public record SkipStage(long skip) implements Stage {
  static Stage parse(BsonValue spec) {
    if (!spec.isNumber() || !Numbers.isIntegral(spec) || Numbers.exactLong(spec) < 0) {
      throw Documents.error(
          5107200,
          "invalid argument to $skip stage: Expected a non-negative integer: $skip: " + spec);
    }
    return new SkipStage(Numbers.exactLong(spec));
  }

  @Override
  public String name() {
    return "$skip";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.MANY);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new SkipCursor(input, skip, context);
  }

  @Override
  public void dependencies(Dependencies dependencies) {}

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$skip", new BsonInt64(skip));
  }

  private static final class SkipCursor implements Cursor {
    private final Cursor input;
    private final StageContext context;
    private long left;

    SkipCursor(Cursor input, long skip, StageContext context) {
      this.input = input;
      this.context = context;
      this.left = skip;
    }

    @Override
    public boolean advance() {
      for (; left > 0; left--) {
        if (!input.advance()) {
          return false;
        }
        context.operation().checkInterrupted();
      }
      return input.advance();
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

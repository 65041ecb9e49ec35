package dev.meerkat.engine.changestream;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.spi.query.StageTraits.Place;
import dev.meerkat.spi.query.StageTraits.Shape;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Asks a change stream to tell events in parts that are larger than a document may be. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/changeStreamSplitLargeEvent/">$changeStreamSplitLargeEvent</a>
 */
public record SplitLargeEventStage() implements Stage {
  public static final String NAME = "$changeStreamSplitLargeEvent";

  public static Stage parse(BsonValue spec) {
    if (!spec.isDocument() || !spec.asDocument().isEmpty()) {
      throw new ServerException(
          ErrorCode.location(7182800), NAME + " spec should be an empty object");
    }
    return new SplitLargeEventStage();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(Shape.MANY)
        .notIn(Place.FACET, Place.LOOKUP, Place.UNION, Place.VIEW, Place.TRANSACTION)
        .alsoIn(Place.CHANGE_STREAM);
  }

  /** The stream's own cursor splits; without a stream there is nothing to split. */
  @Override
  public Cursor open(Cursor input, StageContext context) {
    input.close();
    throw new ServerException(
        ErrorCode.location(7182801), NAME + " can only be used in a $changeStream pipeline");
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(NAME, new BsonDocument());
  }
}

package dev.meerkat.engine.changestream;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.spi.query.StageTraits.Place;
import dev.meerkat.spi.query.StageTraits.Position;
import dev.meerkat.spi.query.StageTraits.Shape;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Tells what changes in a collection, a database or the whole server, as it happens. Threads:
 * immutable.
 *
 * @param spec as the client has given it
 * @param options what it says
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/changeStream/">$changeStream</a>
 */
public record ChangeStreamStage(BsonValue spec, ChangeStreamSpec options) implements Stage {
  public static final String NAME = "$changeStream";

  public static Stage parse(BsonValue spec, ParseScope scope) {
    return new ChangeStreamStage(spec, ChangeStreamSpec.parse(spec, scope.isApiStrict()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(Shape.BLOCKING)
        .at(Position.FIRST)
        .notIn(Place.FACET, Place.LOOKUP, Place.UNION, Place.VIEW, Place.TRANSACTION)
        .alsoIn(Place.CHANGE_STREAM);
  }

  /** A stream needs more than a stage is given: {@link ChangeStreamRun} opens it. */
  @Override
  public Cursor open(Cursor input, StageContext context) {
    throw new IllegalStateException("a change stream is not opened as a stage");
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(NAME, spec);
  }
}

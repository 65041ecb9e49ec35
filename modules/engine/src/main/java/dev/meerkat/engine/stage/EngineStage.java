package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.cursor.ListCursor;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.spi.query.StageTraits.Place;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * A stage that begins a pipeline with documents about the server. Threads: immutable.
 *
 * @param position with a collection, or without
 * @param isStable whether it is part of the Stable API
 * @param isLocal whether it takes no read concern but {@code local}
 * @param documents makes them when a run begins
 */
record EngineStage(
    String name,
    BsonValue spec,
    StageTraits.Position position,
    boolean isStable,
    boolean isLocal,
    Documents documents)
    implements Stage {

  EngineStage(String name, BsonValue spec, StageTraits.Position position, Documents documents) {
    this(name, spec, position, false, documents);
  }

  EngineStage(
      String name,
      BsonValue spec,
      StageTraits.Position position,
      boolean isStable,
      Documents documents) {
    // What is told of the server itself is no data that others could have.
    this(
        name,
        spec,
        position,
        isStable,
        position == StageTraits.Position.FIRST_WITHOUT_COLLECTION,
        documents);
  }

  @FunctionalInterface
  interface Documents {
    List<BsonDocument> of(Operation operation, StageContext context);
  }

  @Override
  public StageTraits traits() {
    StageTraits traits =
        StageTraits.of(StageTraits.Shape.BLOCKING)
            .at(position)
            .notIn(Place.FACET, Place.TRANSACTION);
    if (!isStable) {
      traits = traits.notIn(Place.API_STRICT);
    }
    return isLocal ? traits.notIn(Place.NONLOCAL_READ) : traits;
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    input.close();
    Operation operation = Operation.of(context.operation());
    return new ListCursor(documents.of(operation, context).iterator());
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(name, spec);
  }
}

package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import org.bson.BsonDocument;

/**
 * Answers its input as it comes. No stage is moved across it, and no plan takes over what is behind
 * it. Threads: immutable.
 */
record PassingStage(String name, BsonDocument spec) implements Stage {
  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.ONE_TO_ONE).alsoIn(StageTraits.Place.CHANGE_STREAM);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return input;
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    // It looks at nothing.
  }

  @Override
  public boolean mayChange(String field) {
    return false;
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(name, spec);
  }
}

package dev.meerkat.query.update;

import dev.meerkat.spi.DocumentView;
import org.bson.BsonDocument;

/** An update that runs each document through an aggregation pipeline. Threads: immutable. */
public final class PipelineUpdate implements Update {
  private PipelineUpdate() {}

  @Override
  public DocumentView apply(DocumentView document, UpdateContext context) {
    throw new UnsupportedOperationException();
  }

  @Override
  public DocumentView upsert(UpdateContext context) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean mayTouch(String field) {
    throw new UnsupportedOperationException();
  }

  @Override
  public BsonDocument describe() {
    throw new UnsupportedOperationException();
  }
}

package dev.meerkat.query.update;

import dev.meerkat.spi.DocumentView;
import org.bson.BsonDocument;

/** An update that changes single paths: {@code {$set: …, $inc: …}}. Threads: immutable. */
public final class OperatorUpdate implements Update {
  private OperatorUpdate() {}

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

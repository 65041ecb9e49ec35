package dev.meerkat.query.update;

import dev.meerkat.spi.DocumentView;
import org.bson.BsonDocument;

/**
 * An update that puts another document in the place of the old one, all but its {@code _id}.
 * Threads: immutable.
 */
public final class ReplacementUpdate implements Update {
  private ReplacementUpdate() {}

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

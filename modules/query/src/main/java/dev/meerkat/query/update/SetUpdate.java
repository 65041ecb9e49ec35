package dev.meerkat.query.update;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $set}: the field has this value. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/update/set/">$set</a>
 */
record SetUpdate(BsonValue value) implements FieldEdit {
  @Override
  public BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    return value;
  }

  @Override
  public boolean readsStored() {
    return false;
  }
}

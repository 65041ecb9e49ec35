package dev.meerkat.query.update;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $setOnInsert}: the field has this value in a document that an upsert inserts. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/update/setOnInsert/">$setOnInsert</a>
 */
record SetOnInsertUpdate(BsonValue value) implements FieldEdit {
  @Override
  public BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    return value;
  }

  @Override
  public boolean readsStored() {
    return false;
  }

  @Override
  public boolean isIdle(EditRun run) {
    return !run.isInsert();
  }
}

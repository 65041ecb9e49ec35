package dev.meerkat.query.update;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $unset}: the field goes; an element of an array becomes null. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/update/unset/">$unset</a>
 */
record UnsetUpdate() implements FieldEdit {
  @Override
  public @Nullable BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    return null;
  }

  @Override
  public Absence absence() {
    return Absence.IGNORE_ALWAYS;
  }

  @Override
  public boolean readsStored() {
    return false;
  }
}

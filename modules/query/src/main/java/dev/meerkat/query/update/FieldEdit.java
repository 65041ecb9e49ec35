package dev.meerkat.query.update;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What an operator does to the value of one field. Threads: immutable. */
non-sealed interface FieldEdit extends UpdateNode {
  /**
   * The field's new value, or null where it is to be gone. The same object as {@code stored} says
   * that nothing changes.
   *
   * @param stored the field's value, or null where it is missing
   */
  @Nullable BsonValue apply(@Nullable BsonValue stored, EditRun run);

  /** What happens where the field is missing. */
  default Absence absence() {
    return Absence.CREATE;
  }

  /** Whether the new value depends on the stored one, which must be decoded then. */
  default boolean readsStored() {
    return true;
  }

  /** Whether it leaves this document alone, its path included. */
  default boolean isIdle(EditRun run) {
    return false;
  }

  @Override
  default boolean creates(EditRun run) {
    return absence() == Absence.CREATE && !isIdle(run);
  }

  @Override
  default boolean insists(EditRun run) {
    return absence() != Absence.IGNORE_ALWAYS && !isIdle(run);
  }

  /** What an operator does where its field is missing. */
  enum Absence {
    /** It creates the field, and the documents above it. */
    CREATE,
    /** It does nothing, but insists that the field could be created. */
    IGNORE,
    /** It does nothing, whatever stands in the path's way. */
    IGNORE_ALWAYS
  }
}

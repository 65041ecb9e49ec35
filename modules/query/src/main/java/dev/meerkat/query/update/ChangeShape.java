package dev.meerkat.query.update;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an update's effect is told to others, who do not know the update: as mongod does, a field
 * that an operator has set is told whole, though only a part of its value may differ. Threads:
 * immutable.
 */
public sealed interface ChangeShape {
  /** Whether a top-level field may have changed. */
  default boolean mayTouch(String field) {
    return true;
  }

  /** The document is replaced: it is told whole. */
  record Replaced() implements ChangeShape {}

  /** What differs is found out, and told where it is shorter than the document. */
  record Computed() implements ChangeShape {}

  /** What is changed below a document or a value. */
  interface Below {
    /** What is changed below a field or an element of that name, or null for nothing. */
    @Nullable Touched below(String name);
  }

  /** Paths are changed: those of a tree of operators. */
  non-sealed interface Paths extends ChangeShape, Below {}

  /**
   * What is changed below a path.
   *
   * @param fields by name
   * @param elements of an array, whichever are meant; or null
   * @param kind what a value at this path is told as
   */
  record Touched(Map<String, Touched> fields, @Nullable Touched elements, Kind kind)
      implements Below {
    static final Touched WHOLE = new Touched(Map.of(), null, Kind.WHOLE);
    static final Touched APPENDED = new Touched(Map.of(), null, Kind.APPENDED);

    @Override
    public @Nullable Touched below(String name) {
      Touched named = fields.get(name);
      return named == null ? elements : named;
    }
  }

  /** What a value at a path is told as. */
  enum Kind {
    /** Something below it is changed, and told by itself. */
    PARTS,
    /** All of it. */
    WHOLE,
    /** An array to which elements are added at the end: those. */
    APPENDED
  }
}

package dev.meerkat.query.update;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an update's effect is told to others, who do not know the update: as mongod does, a field
 * that an operator has set is told whole, though only a part of its value may differ. Threads:
 * immutable.
 */
public sealed interface ChangeShape {
  /** The top-level fields that may have changed, null where that may be all. */
  default @Nullable Set<String> fields() {
    return this instanceof Paths paths ? paths.root().fields().keySet() : null;
  }

  /** The document is replaced: it is told whole. */
  record Replaced() implements ChangeShape {}

  /** What differs is found out, and told where it is shorter than the document. */
  record Computed() implements ChangeShape {}

  /** Paths are changed. */
  record Paths(Touched root) implements ChangeShape {}

  /**
   * What is changed below a path.
   *
   * @param fields by name
   * @param elements of an array, whichever are meant; or null
   * @param kind what a value at this path is told as
   */
  record Touched(Map<String, Touched> fields, @Nullable Touched elements, Kind kind) {
    static final Touched WHOLE = new Touched(Map.of(), null, Kind.WHOLE);
    static final Touched APPENDED = new Touched(Map.of(), null, Kind.APPENDED);

    /** What is changed below a field or an element of that name, or null for nothing. */
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

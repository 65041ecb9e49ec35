package dev.meerkat.spi.query;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a stage declares of itself, so that nobody needs to know single stages: where it may stand
 * and what a rewrite may rely on. Threads: immutable.
 *
 * @param shape how many documents come of one
 * @param position where in a pipeline it may stand
 * @param keepsOrder whether documents leave in the order in which they came
 * @param allowedIn the places that take the stage
 */
public record StageTraits(
    Shape shape, Position position, boolean keepsOrder, Set<Place> allowedIn) {
  /** Nothing is known: it may stand anywhere, and no rewrite moves anything across it. */
  public static final StageTraits UNKNOWN =
      new StageTraits(
          Shape.BLOCKING,
          Position.ANYWHERE,
          false,
          EnumSet.complementOf(EnumSet.of(Place.CHANGE_STREAM)));

  /** An ordinary streaming stage that may stand anywhere but in updates and change streams. */
  public static StageTraits of(Shape shape) {
    return new StageTraits(
        shape,
        Position.ANYWHERE,
        shape != Shape.BLOCKING,
        EnumSet.complementOf(EnumSet.of(Place.UPDATE, Place.CHANGE_STREAM)));
  }

  public StageTraits at(Position newPosition) {
    return new StageTraits(shape, newPosition, keepsOrder, allowedIn);
  }

  public StageTraits alsoIn(Place place) {
    EnumSet<Place> places = EnumSet.copyOf(allowedIn);
    places.add(place);
    return new StageTraits(shape, position, keepsOrder, places);
  }

  public StageTraits notIn(Place first, Place... more) {
    EnumSet<Place> places = EnumSet.copyOf(allowedIn);
    places.removeAll(EnumSet.of(first, more));
    return new StageTraits(shape, position, keepsOrder, places);
  }

  /** How many documents come of one. */
  public enum Shape {
    ONE_TO_ONE,
    FILTER,
    MANY,
    BLOCKING
  }

  /** Where in a pipeline a stage may stand. */
  public enum Position {
    ANYWHERE,
    /** It brings its own documents: first, and nothing before it. */
    FIRST,
    /** It reads the collection, and nothing may stand before it. */
    FIRST_OVER_COLLECTION,
    /** It searches the collection by an index, and nothing may stand before it. */
    FIRST_SEARCH,
    /** As {@link #FIRST}, and the pipeline must be of {@code aggregate: 1}. */
    FIRST_WITHOUT_COLLECTION,
    /** It writes: last. */
    LAST
  }

  /** A place that takes pipelines. */
  public enum Place {
    FACET,
    LOOKUP,
    UNION,
    VIEW,
    UPDATE,
    TRANSACTION,
    CHANGE_STREAM,
    API_STRICT,
    /** A command with a read concern other than {@code local}. */
    NONLOCAL_READ
  }
}

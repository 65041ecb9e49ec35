package dev.meerkat.spi.index;

import dev.meerkat.spi.DocumentView;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What an index can do to find documents in the order of a distance. The engine keeps areas and
 * keys in the order of how near they can be, divides areas that hold many keys, reads those that
 * hold few, measures documents whose keys are nearest, and answers what nothing can overtake that
 * is unread. Threads: immutable.
 */
public interface Nearest {
  /** The name of the stage, as {@code explain} shows it: {@code GEO_NEAR_2DSPHERE}. */
  String stageName();

  /** The least distance that is wanted. */
  default double min() {
    return 0;
  }

  /** The greatest distance that is wanted. */
  default double max() {
    return Double.POSITIVE_INFINITY;
  }

  /** A distance in the units in which {@code explain} tells it, as a finite number. */
  default double told(double distance) {
    return Math.min(distance, Double.MAX_VALUE);
  }

  /** The areas of all there is. */
  List<Area> areas();

  /**
   * How near a document can be, at the least, that has such a key and no nearer one; infinite where
   * it cannot be wanted.
   */
  double least(BsonValue key);

  /** How far away a document is, or null where it is nowhere or not wanted. */
  @Nullable Place measure(DocumentView document);

  /** A part of all places. Threads: immutable. */
  interface Area {
    /** As near as the nearest wanted place in here, or nearer; infinite where there is none. */
    double least();

    /** The keys of all that is in here. */
    Interval keys();

    /** The areas that it divides into; none where it does not. */
    List<Area> parts();

    /** The keys of what is in here and in none of the parts, or null where there is no such. */
    @Nullable Interval undivided();
  }

  /**
   * Where a document is nearest.
   *
   * @param distance from what is asked for
   * @param value what of the document is there
   */
  record Place(double distance, BsonValue value) {}
}

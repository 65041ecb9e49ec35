package dev.meerkat.spi.index;

import dev.meerkat.spi.DocumentView;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What an index can do to find documents in the order of a distance. The engine asks for ever wider
 * rounds, reads what is new in each, measures it, and answers what cannot be overtaken by a later
 * round. Threads: immutable.
 */
public interface Nearest {
  /** The name of the stage, as {@code explain} shows it: {@code GEO_NEAR_2DSPHERE}. */
  String stageName();

  /** A distance within which few documents are to be expected, above 0. */
  double firstDistance();

  /** The distance up to which documents are wanted; what is farther away is not answered. */
  double maxDistance();

  /**
   * The intervals of the component that hold, of every wanted document that is at most so far away,
   * a key. They may hold keys of others, and none of documents that are too near to be wanted.
   */
  List<Interval> within(double distance);

  /** How far away a document is, or null where it is nowhere or not wanted. */
  @Nullable Place measure(DocumentView document);

  /**
   * Where a document is nearest.
   *
   * @param distance from what is asked for
   * @param value what of the document is there
   */
  record Place(double distance, BsonValue value) {}
}

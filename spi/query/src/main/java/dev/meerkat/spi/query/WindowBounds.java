package dev.meerkat.spi.query;

import org.bson.BsonDocument;

/**
 * Which documents around each document of a partition a window function looks at. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/setWindowFields/#std-label-setWindowFields-documents">Windows</a>
 */
public interface WindowBounds {
  /** Begins one walk through a partition. */
  Frame open(WindowPartition partition, EvaluationScope scope);

  /** Whether every window begins with the partition, so that documents only ever enter it. */
  boolean isUnboundedBelow();

  /** The bounds in MongoDB's own syntax, as {@code window} has them. */
  BsonDocument describe();

  /**
   * The window of one document: the documents from {@link #from} up to and without {@link #to}.
   * Neither end ever moves back. Threads: confined to one operation.
   */
  interface Frame {
    /**
     * Moves on to the window of a document; asked for each in order.
     *
     * @throws dev.meerkat.spi.ServerException the document has no window, since what it is sorted
     *     by has the wrong type
     */
    void moveTo(int index);

    int from();

    /** Equal to {@link #from} where the window is empty. */
    int to();
  }
}

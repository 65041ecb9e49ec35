package dev.meerkat.engine.cursor;

import dev.meerkat.spi.DocumentView;
import org.bson.BsonDocument;

/** What the cursor of a change stream has beyond others. Threads: confined to one operation. */
public interface Resumption {
  /** Says that a document is part of a reply. */
  void returned(DocumentView document);

  /** Where another stream goes on after what was answered so far. */
  BsonDocument postBatchResumeToken();

  /** Whether there will be no more documents, once none is left. */
  boolean isEnded();

  /**
   * Waits until there may be another document, or the time is up.
   *
   * @throws dev.meerkat.spi.ServerException the operation is killed
   */
  void await(long nanos);
}

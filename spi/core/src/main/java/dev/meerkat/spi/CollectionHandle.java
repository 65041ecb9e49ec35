package dev.meerkat.spi;

import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * One collection or view, for plugins: each call does what the command of that name does, with its
 * errors. Writes to a view fail with 166. Threads: confined to one operation.
 */
public interface CollectionHandle {
  Namespace namespace();

  boolean isView();

  /** The documents that match; {@code options} are the command's fields (sort, limit, hint, …). */
  Cursor find(BsonDocument filter, BsonDocument options);

  /**
   * The same where only some paths are read afterwards: documents may hold those alone, and come
   * from an index.
   */
  default Cursor find(BsonDocument filter, BsonDocument options, Set<String> paths) {
    return find(filter, options);
  }

  /** Whether some index finds every document by its value at a path. */
  default boolean isIndexed(String path) {
    return false;
  }

  Cursor aggregate(BsonArray pipeline, BsonDocument options);

  /** Inserts one document and answers nothing; a failed insert throws. */
  void insert(DocumentView document);

  /**
   * Updates documents as one statement of the update command does.
   *
   * @param update operators, a replacement or a pipeline
   * @param options the statement's fields (multi, upsert, arrayFilters, …)
   * @return the documents that matched
   */
  long update(BsonDocument filter, BsonValue update, BsonDocument options);

  /**
   * @param limit 0 for all matching documents, 1 for the first
   * @return the documents deleted
   */
  long delete(BsonDocument filter, int limit);
}

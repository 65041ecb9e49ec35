package dev.meerkat.spi.query;

import dev.meerkat.spi.CollectionHandle;
import java.util.Set;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A collection that is asked much the same many times, as {@code $lookup} does for each document.
 * Threads: confined to one operation.
 */
public interface PreparingHandle extends CollectionHandle {
  /**
   * Makes a find ready. A view is not for this.
   *
   * @param filter what stays the same
   * @param options the other fields of a find
   * @param paths all that is read of the documents, or null
   */
  PreparedFind prepare(BsonDocument filter, BsonDocument options, @Nullable Set<String> paths);
}

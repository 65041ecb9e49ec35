package dev.meerkat.query.update;

import dev.meerkat.spi.query.Filter;
import java.util.List;
import org.bson.BsonDocument;

/**
 * What stands beside the update in its statement. Threads: immutable.
 *
 * @param filter the statement's parsed query: the positional {@code $} asks it which element
 *     matched, and an upsert takes equalities from it
 * @param arrayFilters one document an identifier, or none
 * @param isMulti whether all matching documents are changed; a replacement refuses that
 */
public record UpdateOptions(Filter filter, List<BsonDocument> arrayFilters, boolean isMulti) {
  public UpdateOptions {
    arrayFilters = List.copyOf(arrayFilters);
  }
}

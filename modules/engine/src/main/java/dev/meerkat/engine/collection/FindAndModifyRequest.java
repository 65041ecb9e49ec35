package dev.meerkat.engine.collection;

import dev.meerkat.spi.Namespace;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the findAndModify command asks for. Threads: immutable, as long as nobody changes the
 * values.
 *
 * @param update operators, a replacement or a pipeline; null where the document is removed
 * @param returnNew whether the answer shows the document after the change
 * @param fields the projection of the answer, or null
 * @param statementId the retryable write's statement, or -1
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/findAndModify/">findAndModify</a>
 */
public record FindAndModifyRequest(
    Namespace namespace,
    BsonDocument query,
    @Nullable BsonDocument sort,
    @Nullable BsonValue update,
    boolean upsert,
    boolean returnNew,
    @Nullable BsonDocument fields,
    @Nullable BsonArray arrayFilters,
    @Nullable BsonValue hint,
    @Nullable BsonDocument collation,
    @Nullable BsonDocument let,
    int statementId,
    boolean bypassValidation,
    boolean keepEmptyTimestamps) {

  public boolean isRemove() {
    return update == null;
  }
}

package dev.meerkat.engine.collection;

import dev.meerkat.spi.Namespace;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What the update command asks for. Threads: immutable.
 *
 * @param ordered whether the first failure ends the batch
 * @param let variables for all statements, or null
 * @param statementIds one for each statement in a retryable write, else empty
 * @param collectionUuid the collection's UUID as the client knows it, or null
 * @param bypassValidation whether the collection's validator is not asked
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/update/">update</a>
 */
public record UpdateRequest(
    Namespace namespace,
    List<UpdateStatement> updates,
    boolean ordered,
    @Nullable BsonDocument let,
    int[] statementIds,
    @Nullable UUID collectionUuid,
    boolean bypassValidation,
    boolean keepEmptyTimestamps) {}

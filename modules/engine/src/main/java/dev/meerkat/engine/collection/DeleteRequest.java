package dev.meerkat.engine.collection;

import dev.meerkat.spi.Namespace;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What the delete command asks for. Threads: immutable.
 *
 * @param ordered whether the first failure ends the batch
 * @param let variables for all statements, or null
 * @param statementIds one for each statement in a retryable write, else empty
 * @param collectionUuid the collection's UUID as the client knows it, or null
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/delete/">delete</a>
 */
public record DeleteRequest(
    Namespace namespace,
    List<DeleteStatement> deletes,
    boolean ordered,
    @Nullable BsonDocument let,
    int[] statementIds,
    @Nullable UUID collectionUuid) {}

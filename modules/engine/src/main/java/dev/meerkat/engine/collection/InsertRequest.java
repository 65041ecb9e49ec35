package dev.meerkat.engine.collection;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the insert command asks for. Threads: immutable.
 *
 * @param documents valid BSON, one or more
 * @param ordered whether the first failure ends the batch
 * @param statementIds one for each document in a retryable write, else empty
 * @param collectionUuid the collection's UUID as the client knows it, or null
 * @param bypassValidation whether the collection's validator is not asked
 * @param keepEmptyTimestamps whether {@code Timestamp(0, 0)} at the top level stays as it is
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/insert/">insert</a>
 */
public record InsertRequest(
    Namespace namespace,
    List<DocumentView> documents,
    boolean ordered,
    int[] statementIds,
    @Nullable UUID collectionUuid,
    boolean bypassValidation,
    boolean keepEmptyTimestamps) {}

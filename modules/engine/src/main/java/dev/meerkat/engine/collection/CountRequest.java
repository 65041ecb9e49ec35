package dev.meerkat.engine.collection;

import dev.meerkat.spi.Namespace;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the count command asks for. Threads: immutable, as long as nobody changes the values.
 *
 * @param limit documents, 0 for all; never negative
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/count/">count</a>
 */
public record CountRequest(
    Namespace namespace,
    BsonDocument query,
    long skip,
    long limit,
    @Nullable BsonValue hint,
    @Nullable BsonDocument collation,
    @Nullable UUID collectionUuid) {}

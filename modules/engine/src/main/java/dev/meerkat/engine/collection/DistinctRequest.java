package dev.meerkat.engine.collection;

import dev.meerkat.spi.Namespace;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the distinct command asks for. Threads: immutable, as long as nobody changes the values.
 *
 * @param key the path whose values are collected
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/distinct/">distinct</a>
 */
public record DistinctRequest(
    Namespace namespace,
    String key,
    BsonDocument query,
    @Nullable BsonValue hint,
    @Nullable BsonDocument collation,
    @Nullable UUID collectionUuid) {}

package dev.meerkat.engine.collection;

import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One statement of the delete command. Threads: immutable, as long as nobody changes the values.
 *
 * @param one whether at most one document goes
 */
public record DeleteStatement(
    BsonDocument q, boolean one, @Nullable BsonValue hint, @Nullable BsonDocument collation) {}

package dev.meerkat.engine.cursor;

import dev.meerkat.spi.Namespace;

/**
 * What the getMore command asks for. Threads: immutable.
 *
 * @param batchSize documents, or 0 for as many as fit
 * @param maxAwaitMillis how long a tailable cursor may wait for data, or -1 where the client has
 *     not said
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/getMore/">getMore</a>
 */
public record GetMoreRequest(
    long cursorId, Namespace namespace, long batchSize, long maxAwaitMillis) {}

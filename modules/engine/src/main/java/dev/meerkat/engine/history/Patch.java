package dev.meerkat.engine.history;

import org.jspecify.annotations.Nullable;

/**
 * What a reader sees under a key instead of what the store holds. Threads: immutable.
 *
 * @param value null where there is nothing
 */
record Patch<V>(@Nullable V value) {}

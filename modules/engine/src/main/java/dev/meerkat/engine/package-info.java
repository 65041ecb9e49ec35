/**
 * The database itself, below commands and above storage: operations, the clock, and the doors to
 * everything else.
 *
 * <p>Begin with {@link dev.meerkat.engine.Engine}, which opens an environment, and {@link
 * dev.meerkat.engine.Operation}, which every command runs in. From there: {@code catalog} (what
 * collections exist), {@code collection} (reading and writing them), {@code cursor} (answers in
 * batches), {@code session} (logical sessions and retryable writes), {@code index} and {@code
 * plan}. Nothing here knows sockets or the wire.
 *
 * <p>Threads: the engine and its registries are safe; an operation is confined to its thread, save
 * that others may kill it.
 */
package dev.meerkat.engine;

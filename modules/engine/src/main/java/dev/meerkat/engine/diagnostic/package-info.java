/**
 * What the server notes of the operations that it has run: counters of each collection.
 *
 * <p>Begin with {@link dev.meerkat.engine.diagnostic.Top}. An operation is noted when it is closed.
 * Threads: safe.
 */
package dev.meerkat.engine.diagnostic;

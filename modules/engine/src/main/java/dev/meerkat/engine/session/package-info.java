/**
 * Logical sessions, and the memory of retryable writes.
 *
 * <p>Begin with {@link dev.meerkat.engine.session.Sessions}. What a retryable write has done is
 * recorded in the same storage transaction as its data, in the table {@code _sessions}: one row for
 * each run of statements, replaced or removed with the session's next number. Threads: safe; a
 * session's retryable writes are guarded by its lock.
 */
package dev.meerkat.engine.session;

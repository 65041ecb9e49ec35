/**
 * Logical sessions, and the memory of retryable writes.
 *
 * <p>Begin with {@link dev.meerkat.engine.session.Sessions}. What a retryable write has done is
 * recorded in the same storage transaction as its data, in the table {@code _sessions}: one row for
 * each run of statements, replaced or removed with the session's next number. {@link
 * dev.meerkat.engine.session.RetryableWrites} has the numbers and the lock, {@code StatementRuns}
 * what statements came to, {@code StoredRuns} the rows. Threads: safe; a session's retryable writes
 * are guarded by its lock.
 */
package dev.meerkat.engine.session;

/**
 * Transactions of several clients at once, and whether what they have read and written is possible
 * under snapshot isolation.
 *
 * <p>Begin with {@link dev.meerkat.crash.isolation.IsolationCheck}. Each document says which write
 * has made it, as the how manieth of its own, so that what was read tells whose writes were seen.
 * Threads: the clients'; the check is one thread.
 */
package dev.meerkat.crash.isolation;

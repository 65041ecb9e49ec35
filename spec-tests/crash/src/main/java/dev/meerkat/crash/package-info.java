/**
 * Takes servers away under load and checks what they kept.
 *
 * <p>Four programs, started by {@code run} beside this module: {@link dev.meerkat.crash.CrashCheck}
 * kills once during the last of very many inserts, {@link dev.meerkat.crash.KillRounds} again and
 * again during mixed writes, and {@link dev.meerkat.crash.PowerLossRounds} takes the power away.
 * The page cache survives a killed process, so the first two show that nothing is half there; that
 * what is promised to be synced is synced, only the last can show. {@code load} holds the writes
 * and what they promise, {@code power} the disk. {@link dev.meerkat.crash.TransactionRounds} checks
 * transactions, with {@code isolation}. Threads: the load's workers; the rest is one thread.
 */
package dev.meerkat.crash;

/**
 * Kills servers under load and checks what they kept.
 *
 * <p>Two programs, started by {@code run} beside this module: {@link dev.meerkat.crash.CrashCheck}
 * kills once during the last of very many inserts, {@link dev.meerkat.crash.KillRounds} again and
 * again during mixed writes. They prove that nothing acknowledged is lost, nothing is half there,
 * and no index contradicts its collection when the process dies. Threads: the load's workers; the
 * rest is one thread.
 */
package dev.meerkat.crash;

/**
 * Kills a server under load and checks what it kept.
 *
 * <p>Begin with {@link dev.meerkat.crash.CrashCheck}. It proves that nothing acknowledged is lost,
 * and no index contradicts its collection, when the process dies; what a loss of power leaves is
 * tested at the backends, where the files are rebuilt from synced writes only. {@code run} beside
 * this module starts it. Threads: four writers; the rest is one thread.
 */
package dev.meerkat.crash;

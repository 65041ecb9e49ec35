/**
 * What a loss of power leaves of a folder, rebuilt from a log of all calls that changed or synced
 * it.
 *
 * <p>Begin with {@link dev.meerkat.crash.power.WriteLog}, which reads what {@code write-log.c} has
 * written in the server, and {@link dev.meerkat.crash.power.Disk}, which plays it back. The model:
 *
 * <ul>
 *   <li>The content of a file is durable up to the last sync of that file: what was written before
 *       the sync began, once the sync has returned.
 *   <li>A name in the folder (new, renamed, removed) is durable once the folder was synced after
 *       it. The sync of a file does not make its name durable, though many file systems do that
 *       too.
 *   <li>Of what was not synced, nothing may be there, or some of it ({@link
 *       dev.meerkat.crash.power.Tear}): any of a file's writes in any order, whole or by sectors of
 *       512 bytes, but changes of names only in their order, as a file system's journal keeps them.
 *   <li>SQLite's {@code -shm} is no data and is left out.
 * </ul>
 *
 * <p>Threads: confined to one thread.
 */
package dev.meerkat.crash.power;

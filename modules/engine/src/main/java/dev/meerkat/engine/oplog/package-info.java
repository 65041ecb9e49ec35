/**
 * The oplog: what has been written, entry by entry, in the order of the commits.
 *
 * <p>Begin with {@link dev.meerkat.engine.oplog.Oplog}. An entry is a row of the store and commits
 * with the data that it tells of; {@link dev.meerkat.engine.oplog.OplogEntry} documents its fields.
 * Writers reach the oplog through their turn only, so that no command can forget it. A standalone
 * server has no oplog. Change streams are not here: they read entries.
 *
 * <p>Threads: the oplog is safe; a turn's log belongs to the turn, a reader to one thread.
 */
package dev.meerkat.engine.oplog;

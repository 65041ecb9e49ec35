/**
 * Storage in one SQLite file, {@code meerkat.sqlite}: the default.
 *
 * <p>Begin with {@link dev.meerkat.backend.sqlite.SqliteStorage}. All tables of the engine share a
 * few tables of SQLite's, because making one of those costs milliseconds when there are thousands,
 * here and on every other connection. {@code Sql} holds every statement and the schema; {@code
 * SqliteTable} says which keys belong to which table; {@code SqliteConnection} and {@code
 * SqliteStatement} talk to the driver. A table that is dropped is marked dead in one row; {@code
 * Reaper} removes its rows bit by bit, in later commits.
 *
 * <p>The file is in WAL mode: readers, each with a connection of its own from {@code ReadPool},
 * never wait for the writer, nor it for them. On Unix the file is locked once, for this process
 * alone, and what connections lock among each other stays in memory ({@code FileName}). Nobody but
 * SQLite opens the file while it is in use: closing it anywhere in the process would drop that
 * lock.
 *
 * <p>Threads: a connection is used by one thread at a time, guarded by itself only so that closing
 * the environment can wait for it.
 */
package dev.meerkat.backend.sqlite;

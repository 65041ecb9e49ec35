/**
 * Commands of a replica set of one: its greeting, its configuration and state, and what is written
 * to the oplog or applied as if it came from one.
 *
 * <p>Begin with {@link dev.meerkat.commands.replication.HelloCommand}. To add one: see {@code
 * dev.meerkat.commands}.
 *
 * <p>Threads: immutable.
 */
package dev.meerkat.commands.replication;

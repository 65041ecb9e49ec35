/**
 * Commands by which the server tells of itself.
 *
 * <p>Begin with {@link dev.meerkat.commands.diagnostic.PingCommand}. To add one: see {@code
 * dev.meerkat.commands}.
 *
 * <p>Threads: immutable.
 */
package dev.meerkat.commands.diagnostic;

/**
 * Commands about logical sessions and transactions.
 *
 * <p>Begin with {@link dev.meerkat.commands.session.StartSessionCommand}. To add one: see {@code
 * dev.meerkat.commands}.
 *
 * <p>Threads: immutable.
 */
package dev.meerkat.commands.session;

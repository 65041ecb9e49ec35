/**
 * Commands by which a server is kept: its parameters, its files, what its users may do.
 *
 * <p>Begin with {@link dev.meerkat.commands.administration.SetClusterParameterCommand}. To add one:
 * see {@code dev.meerkat.commands}.
 *
 * <p>Threads: immutable.
 */
package dev.meerkat.commands.administration;

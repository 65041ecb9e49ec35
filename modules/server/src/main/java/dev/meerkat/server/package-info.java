/**
 * The server around the engine: it listens, reads messages, dispatches commands, and answers.
 *
 * <p>Begin with {@link dev.meerkat.server.MeerkatServer}, which starts everything and stops it
 * again; from there a request goes {@code Listener}, {@code Connection} (one thread each), {@code
 * Dispatcher} (finds the command, runs it, turns what it throws into the reply). What a command
 * does is not here but in {@code dev.meerkat.commands} and in plugins: {@code Extensions} loads all
 * providers once. To add a kind of provider: a component of {@code Providers} and of {@code
 * Extensions}, and a {@code uses} line.
 *
 * <p>Threads: one per connection and one per address listened at; what they share says so.
 */
package dev.meerkat.server;

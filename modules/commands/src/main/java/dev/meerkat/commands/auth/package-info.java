/**
 * Logging in and out. A login is a {@link dev.meerkat.spi.auth.SaslConversation} of a mechanism
 * that a provider has brought; begin at {@link dev.meerkat.commands.auth.SaslStartCommand}. To add
 * a command: a class here and a line in {@code CoreCommands}; to add a mechanism: {@code spi.auth}.
 * Threads: commands are immutable, logins confined to their connection.
 */
package dev.meerkat.commands.auth;

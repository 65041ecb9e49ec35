/**
 * Commands: one class each, with a declarative schema that parses and checks its fields.
 *
 * <p>Begin with {@link dev.meerkat.spi.command.Command} and {@link
 * dev.meerkat.spi.command.CommandSchema}. To add a command: implement {@code Command}, list it in a
 * {@link dev.meerkat.spi.command.CommandProvider}, and list the provider in {@code module-info} and
 * in {@code META-INF/services}.
 *
 * <p>Threads: commands and schemas are immutable; a request is confined to one operation.
 */
package dev.meerkat.spi.command;

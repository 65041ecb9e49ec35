/**
 * The built-in commands.
 *
 * <p>Begin with {@link dev.meerkat.commands.CoreCommands}, the list of all of them. A command is
 * one class named after its wire name: a schema that says which fields it takes, and {@code run},
 * which turns the request into a call of the engine and the outcome into the reply's fields. They
 * stand in {@code crud} (reading and writing documents), {@code catalog} (databases, collections
 * and indexes), {@code session} and {@code diagnostic}. To add one: the class, its line in {@code
 * CoreCommands}, and its test, which extends {@code CommandContract}.
 *
 * <p>Threads: commands are immutable and run by many operations at once.
 */
package dev.meerkat.commands;

/**
 * Commands that read and write documents, and the cursors that they open.
 *
 * <p>Begin with {@link dev.meerkat.commands.crud.FindCommand}. To add one: see {@code
 * dev.meerkat.commands}.
 *
 * <p>Threads: immutable.
 */
package dev.meerkat.commands.crud;

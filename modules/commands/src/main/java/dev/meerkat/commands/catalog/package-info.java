/**
 * Commands that make, change, list and drop databases, collections and indexes.
 *
 * <p>Begin with {@link dev.meerkat.commands.catalog.CreateCommand}. To add one: see {@code
 * dev.meerkat.commands}.
 *
 * <p>Threads: immutable.
 */
package dev.meerkat.commands.catalog;

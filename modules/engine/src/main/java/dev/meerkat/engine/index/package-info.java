/**
 * Indexes as the engine keeps them: the ordinary ordered index type, the keys of documents as
 * entries in a table, and the bounds of predicates.
 *
 * <p>Begin with {@link dev.meerkat.engine.index.CollectionIndex}, one index of one collection with
 * its table. {@link dev.meerkat.engine.index.BtreeIndexType} is the type of key patterns made of 1
 * and -1; other types come from plugins in the same way and need nothing here.
 *
 * <p>Threads: an index is safe; the keys of one document are confined to one operation.
 */
package dev.meerkat.engine.index;

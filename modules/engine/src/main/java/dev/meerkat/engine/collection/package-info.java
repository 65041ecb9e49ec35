/**
 * Reading and writing collections: what find, aggregate, count, distinct, insert, update, delete
 * and findAndModify do below their commands.
 *
 * <p>Begin with {@link dev.meerkat.engine.collection.Reads} and {@link
 * dev.meerkat.engine.collection.Writes}; what a command asks for is a request record, what came of
 * a write is an {@link dev.meerkat.engine.collection.BatchOutcome}. {@link
 * dev.meerkat.engine.collection.StoredCollection} is one collection as one operation sees it, with
 * its records and indexes; views are resolved before anything gets here.
 *
 * <p>A write finds its candidates on a snapshot outside the writer's turn; inside, it reads each
 * again by its record id, matches it again, and changes it. Threads: {@code Reads}, {@code Writes}
 * and collections are safe; everything else is confined to one operation.
 */
package dev.meerkat.engine.collection;

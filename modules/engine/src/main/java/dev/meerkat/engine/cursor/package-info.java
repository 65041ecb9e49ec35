/**
 * Cursors that outlive a command: answers in batches, between which nothing of the store is held.
 *
 * <p>Begin with {@link dev.meerkat.engine.cursor.CursorRegistry}. A cursor's {@link
 * dev.meerkat.engine.cursor.Execution} is what its stages believe to be their operation: between
 * batches it closes the snapshot and remembers positions, with the next batch it opens another and
 * goes on. Threads: the registry is safe; a cursor is used by one operation at a time.
 */
package dev.meerkat.engine.cursor;

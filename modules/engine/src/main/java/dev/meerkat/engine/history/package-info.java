/**
 * What the data was before: readers at an earlier time, and changes that nobody else sees yet, on
 * any storage backend.
 *
 * <p>Begin with {@link dev.meerkat.engine.history.History}. While somebody holds a {@link
 * dev.meerkat.engine.history.Pin}, each turn keeps the old value of whatever it changes ({@link
 * dev.meerkat.engine.history.Undo}). A reader at an earlier time sees the newest storage snapshot,
 * under it the values that were replaced since, and over it the changes of its own transaction
 * ({@link dev.meerkat.engine.history.Overlay}). {@link dev.meerkat.engine.history.VersionedStorage}
 * makes all of that look like plain storage, so that plans, cursors and writers need not know.
 * Nothing here knows sessions or commands.
 *
 * <p>Threads: the history and its claims are safe; an overlay belongs to one operation at a time.
 */
package dev.meerkat.engine.history;

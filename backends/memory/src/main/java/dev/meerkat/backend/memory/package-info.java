/**
 * Storage in memory, for tests and for data that may be lost: nothing is ever written to a disk.
 *
 * <p>Begin with {@link dev.meerkat.backend.memory.MemoryStorage}. Every table is a copy-on-write
 * B+tree ({@code RecordTree}, {@code SortedTree}, both made of {@code Node}s), and one more such
 * tree maps idents to tables. A snapshot is a reference to that tree's root, so it costs nothing to
 * open and nothing to keep. A transaction copies the nodes that it touches once, changes its copies
 * in place, and publishes the new root when it commits.
 *
 * <p>Threads: what is published is never changed again, so readers take no lock; transactions and
 * cursors are confined to one thread.
 */
package dev.meerkat.backend.memory;

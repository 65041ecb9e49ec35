/**
 * The contract between the engine and a place where data lives: ordered tables, read through
 * snapshots and changed in transactions, one writer at a time.
 *
 * <p>Begin with {@link dev.meerkat.spi.storage.StorageProvider} and {@link
 * dev.meerkat.spi.storage.Storage}. A backend knows nothing of databases, indexes or BSON beyond
 * bytes; it keeps two kinds of tables, {@link dev.meerkat.spi.storage.RecordStore} (numbered
 * documents) and {@link dev.meerkat.spi.storage.SortedTable} (bytes to bytes, in unsigned byte
 * order), each found again by a name that the engine gives, its <em>ident</em>. To add a backend:
 * implement these interfaces, provide a {@code StorageProvider}, and inherit {@code
 * StorageContract}, which says in tests what these comments say in words.
 *
 * <p>Threads: a {@code Storage}, its {@code RecordStore}s and {@code SortedTable}s are safe;
 * snapshots, transactions and cursors are confined to one thread.
 */
package dev.meerkat.spi.storage;

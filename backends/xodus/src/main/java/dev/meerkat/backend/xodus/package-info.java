/**
 * Storage in Xodus, a log-structured key-value store in pure Java: no native code, and readers that
 * never wait.
 *
 * <p>Begin with {@link dev.meerkat.backend.xodus.XodusStorage}. All tables share one Xodus store
 * whose keys begin with the table's number ({@link dev.meerkat.backend.xodus.Keys}), so that
 * creating and dropping a table costs a row; {@link dev.meerkat.backend.xodus.Reaper} removes the
 * rows of dropped tables later. Documents and values carry a checksum, for Xodus's log has none.
 * Why so, and what was measured: {@code docs/decisions/0021-one-xodus-store.md}.
 *
 * <p>To add a kind of table: a handle like {@link dev.meerkat.backend.xodus.XodusSortedTable} over
 * {@link dev.meerkat.backend.xodus.KeyCursor}, and its keys in {@code Keys}.
 *
 * <p>Threads: as the storage SPI says. Xodus's own cleaner runs in a thread of its own and waits
 * for, or is waited for by, the writer.
 */
package dev.meerkat.backend.xodus;

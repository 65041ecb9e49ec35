package dev.meerkat.spi.storage;

/**
 * The writer's transaction: sees its own changes, and nobody else does until it is committed. It
 * must be ended by {@link #commit()} or {@link #rollback()}. Threads: confined to one thread.
 *
 * <p>After any {@link StorageException} the only call allowed is {@code rollback()}. A cursor
 * opened in the transaction may be moved after further changes: it goes on strictly after its last
 * key and then sees the tables as they are.
 */
public non-sealed interface WriteTransaction extends StorageReader {
  /**
   * Creates an empty table. The database's name lets a backend that keeps files apart choose one.
   *
   * @throws IllegalStateException the ident exists
   */
  void createTable(String ident, TableKind kind, String database);

  /** Drops a table and all it holds, at a cost that does not depend on how much that is. */
  void dropTable(String ident);

  /** How many changes this transaction has made: puts, deletes, creates and drops. */
  long changeCount();

  /** Commits; when it returns, its durability's promise holds. */
  void commit();

  /**
   * Undoes everything; allowed after a failed call too, and after a failed commit. Where the
   * transaction has ended already it does nothing.
   */
  void rollback();
}

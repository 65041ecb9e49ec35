package dev.meerkat.backend.sqlite;

import org.jspecify.annotations.Nullable;

/**
 * A connection that reads, with the read transaction that it holds: during a snapshot, and after it
 * for as long as nothing is committed. Threads: used by one thread at a time; the pool sees to it.
 */
final class PooledReader {
  private final SqliteConnection connection;
  private final SqliteStatement hold;

  /** The tables as the held transaction sees them; null while none is held. */
  private @Nullable Catalog catalog;

  private long version;

  PooledReader(SqliteConnection connection) {
    this.connection = connection;
    this.hold = connection.take(Sql.HOLD);
  }

  SqliteConnection connection() {
    return connection;
  }

  /** Begins a read transaction: whatever is committed by now is seen, and nothing later. */
  void begin() {
    boolean _ = hold.step();
  }

  /**
   * Notes what the transaction that has begun sees.
   *
   * @param seen the pool's version before it began
   */
  void holds(Catalog paired, long seen) {
    catalog = paired;
    version = seen;
  }

  /** The tables that go with the held transaction if it is that of {@code wanted}, or null. */
  @Nullable Catalog catalogOf(long wanted) {
    return version == wanted ? catalog : null;
  }

  boolean isHolding() {
    return catalog != null;
  }

  /** Ends the read transaction that is kept, if there is one. */
  void endWhereHolding() {
    if (isHolding()) {
      end();
    }
  }

  /** Ends the read transaction. */
  void end() {
    catalog = null;
    hold.reset();
  }
}

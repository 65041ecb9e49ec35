package dev.meerkat.engine.history;

import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.List;

/**
 * Changes that stay in the overlay of a transaction, seen by itself only. Threads: confined to one
 * thread.
 *
 * @param base shows what was committed; closed by who opened it
 */
public record PrivateTransaction(History history, Snapshot base, long time, Overlay overlay)
    implements WriteTransaction, PastReader {
  @Override
  public List<String> idents() {
    return base.idents();
  }

  @Override
  public void createTable(String ident, TableKind kind, String database) {
    overlay.create(ident);
  }

  @Override
  public void dropTable(String ident) {
    throw new IllegalStateException("a transaction drops nothing");
  }

  @Override
  public long changeCount() {
    return overlay.changes();
  }

  /** Nothing: the changes are committed with all others of their transaction. */
  @Override
  public void commit() {}

  /** Fails: what a statement has changed goes with its whole transaction. */
  @Override
  public void rollback() {
    throw new IllegalStateException("a statement of a transaction is not taken back alone");
  }
}

package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.StorageException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Connections for readers. There is always one to be had: a reader may need a second snapshot, so
 * waiting for one could last for ever; only as many are kept as are useful, the last used first.
 *
 * <p>A reader that comes back keeps its read transaction while nobody writes, so that the next
 * snapshot need not begin one. A write transaction ends those of all idle readers before it begins:
 * its commit would make them stale, and the log could not start anew beside them. Threads: safe;
 * guarded by itself.
 */
final class ReadPool {
  private final int kept;
  private final IntFunction<SqliteConnection> opener;
  private final Runnable whenAllAreBack;
  private final ArrayDeque<PooledReader> idle = new ArrayDeque<>();
  private final Set<PooledReader> all = Collections.newSetFromMap(new IdentityHashMap<>());
  private int taken;
  private boolean closed;

  /** Whether readers may be idle with a transaction: set under the lock, cleared by the writer. */
  private volatile boolean writing;

  /** Commits that have returned; what is held from before the last of them is stale. */
  private volatile long version;

  /**
   * @param opener opens a connection, given how many there are already
   * @param whenAllAreBack called when a reader has come back and no other is at work
   */
  ReadPool(int kept, IntFunction<SqliteConnection> opener, Runnable whenAllAreBack) {
    this.kept = kept;
    this.opener = opener;
    this.whenAllAreBack = whenAllAreBack;
  }

  /** Changes with each commit, before the commit returns to who asked for it. */
  long version() {
    return version;
  }

  PooledReader take() {
    int others;
    synchronized (this) {
      PooledReader reader = idle.pollLast();
      if (reader != null) {
        taken++;
        return reader;
      }
      others = all.size();
    }
    PooledReader opened = open(others);
    synchronized (this) {
      if (!closed) {
        all.add(opened);
        taken++;
        return opened;
      }
    }
    opened.connection().close();
    throw new StorageException.Closed();
  }

  private PooledReader open(int others) {
    SqliteConnection connection = opener.apply(others);
    try {
      return new PooledReader(connection);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  void give(PooledReader reader) {
    endWhereUseless(reader);
    boolean isKept;
    boolean isLast;
    synchronized (this) {
      isKept = !closed && idle.size() < kept && reader.connection().isUsable();
      if (isKept) {
        // A commit may have come and gone since the first look, which others did not wait for.
        endWhereUseless(reader);
        idle.addLast(reader);
      } else {
        all.remove(reader);
      }
      isLast = --taken == 0;
    }
    if (!isKept) {
      reader.connection().close();
    }
    if (isLast) {
      whenAllAreBack.run();
    }
  }

  private void endWhereUseless(PooledReader reader) {
    if (reader.isHolding() && (writing || reader.catalogOf(version) == null)) {
      reader.end();
    }
  }

  /** Lets go of all transactions of idle readers, until {@link #written}. */
  synchronized void writing() {
    writing = true;
    idle.forEach(PooledReader::endWhereHolding);
  }

  /** Notes that the writer's transaction has ended, and something may be committed by it. */
  synchronized void written() {
    version++;
    writing = false;
  }

  /** Closes all, waiting for calls that are under way. */
  void close() {
    List<PooledReader> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(all);
      idle.clear();
      all.clear();
    }
    open.forEach(reader -> reader.connection().close());
  }
}

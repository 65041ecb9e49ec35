package dev.meerkat.engine;

import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.history.History;
import dev.meerkat.engine.oplog.Oplog;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.spi.storage.WriterTurn;
import dev.meerkat.values.KeyStringBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * The way to change anything: work is run in the writer's turn, with the catalog of that turn, and
 * gets its time in the order of commits. Threads: safe; a turn's own state is guarded by the turn.
 */
public final class Turns {
  static final byte[] CLOCK_LIMIT_KEY = "clockLimit".getBytes(StandardCharsets.UTF_8);

  private final Storage storage;
  private final WriterTurn writer;
  private final LogicalClock clock;
  private final History history;
  private final SortedTable settings;
  private final Oplog oplog;
  private final boolean durable;
  private volatile CatalogSnapshot published;
  private final WriteLock lock = new WriteLock();
  private volatile boolean unsynced;
  private volatile Runnable whenFull = () -> {};

  // Changed in the writer's turn only.
  private @Nullable WriteTransaction pendingTransaction;
  private CatalogSnapshot pending;

  // Used in the writer's turn only, like those above.
  private final KeyStringBuilder keys = new KeyStringBuilder();
  private final DocumentBuilder documents = new DocumentBuilder(1024);

  Turns(
      Storage storage,
      WriterTurn writer,
      LogicalClock clock,
      History history,
      SortedTable settings,
      Oplog oplog,
      CatalogSnapshot catalog) {
    this.storage = storage;
    this.writer = writer;
    this.clock = clock;
    this.history = history;
    this.settings = settings;
    this.oplog = oplog;
    this.durable = !storage.lacks().contains(StorageBehavior.DURABLE);
    this.published = catalog;
    this.pending = catalog;
  }

  /** What is done in the turn. It may be run again from the start. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run(Turn turn);
  }

  /**
   * Runs work in the writer's turn and answers when it is committed.
   *
   * @throws dev.meerkat.spi.ServerException what the work throws, and failures of the store
   * @throws dev.meerkat.engine.history.Claimed the work has met what an open transaction has
   *     written
   */
  public <T extends @Nullable Object> T write(Durability durability, Work<T> work) {
    return write(durability, null, work);
  }

  /**
   * As the other, on behalf of an operation.
   *
   * @param operation asked in the turn whether it may write; null for the server itself
   */
  <T extends @Nullable Object> T write(
      Durability durability, @Nullable Operation operation, Work<T> work) {
    lock.enter(operation);
    try {
      return turn(durability, operation, work);
    } finally {
      lock.leave();
      if (history.isFull()) {
        whenFull.run();
      }
    }
  }

  /** As {@link #write}, for work that changes nothing stored: writes may be locked meanwhile. */
  <T extends @Nullable Object> T look(Work<T> work) {
    return turn(Durability.BUFFERED, null, work);
  }

  private <T extends @Nullable Object> T turn(
      Durability durability, @Nullable Operation operation, Work<T> work) {
    try {
      Member<T> member = new Member<>(operation, work);
      T result = writer.write(durability, member);
      if (durability == Durability.BUFFERED) {
        unsynced = durable;
        clock.tell();
      } else {
        member.synced();
      }
      return result;
    } catch (StorageException e) {
      throw StorageErrors.translate(e);
    }
  }

  /** Whether somebody is writing at this moment, so that a task may be {@linkplain #leave left}. */
  public boolean isTaken() {
    return writer.isTaken();
  }

  /**
   * Leaves a task to the thread that writes for those who found somebody writing.
   *
   * @param task writes once, in a short time, and hardly ever waits; must not throw
   * @return whether it will be run; if not, the caller has to do it
   * @see WriterTurn#leave
   */
  public boolean leave(Runnable task) {
    return writer.leave(task);
  }

  /** Ends when what has been left is done. */
  void close() {
    writer.close();
  }

  /** Says what to do after a commit where history takes too much memory. */
  void whenFull(Runnable relief) {
    whenFull = relief;
  }

  /** What keeps everybody from writing while the files are copied. */
  public WriteLock lock() {
    return lock;
  }

  /** The catalog as of the last commit. */
  public CatalogSnapshot catalog() {
    return published;
  }

  /** Makes buffered commits survive the loss of power, if there are any. */
  public void syncIfNeeded() {
    if (unsynced) {
      sync();
    }
  }

  /** The time of the last commit. */
  public BsonTimestamp lastCommitted() {
    return clock.lastCommitted();
  }

  /** Makes everything up to a commit survive the loss of power, unless it does already. */
  public void sync(BsonTimestamp commit) {
    if (clock.lastSynced().compareTo(commit) < 0) {
      sync();
    }
  }

  /** Makes everything committed so far survive the loss of power, where the store can do that. */
  public void sync() {
    if (!durable) {
      return;
    }
    unsynced = false;
    BsonTimestamp upTo = clock.lastCommitted();
    try {
      storage.sync();
    } catch (StorageException e) {
      unsynced = true;
      throw StorageErrors.translate(e);
    }
    clock.synced(upTo.getValue());
  }

  CatalogSnapshot pending(WriteTransaction transaction) {
    if (pendingTransaction != transaction) {
      pendingTransaction = transaction;
      pending = published;
    }
    return pending;
  }

  void pending(WriteTransaction transaction, CatalogSnapshot next) {
    pendingTransaction = transaction;
    pending = next;
  }

  void publish(CatalogSnapshot next) {
    if (next.version() > published.version()) {
      published = next;
    }
  }

  History history() {
    return history;
  }

  /** Bits of the last timestamp issued. */
  long lastIssued() {
    return clock.lastIssued();
  }

  /** Bits of the next time; called in the writer's turn. */
  long issue() {
    return clock.issue();
  }

  /** Stores, with a time's commit, a new limit where one is needed; answers it, or 0. */
  long reserve(WriteTransaction transaction, long timestamp) {
    if (!clock.needsLimit(timestamp)) {
      return 0;
    }
    long limit = LogicalClock.limitFor(timestamp);
    settings.put(
        transaction, CLOCK_LIMIT_KEY, ByteBuffer.allocate(Long.BYTES).putLong(limit).array());
    return limit;
  }

  /**
   * Says that a commit has returned.
   *
   * @param timestamp bits of its last time
   * @param limit the limit that it has stored, or 0
   */
  void committed(long timestamp, long limit) {
    if (limit != 0) {
      clock.limit(limit);
    }
    clock.committed(timestamp);
    if (!durable) {
      clock.synced(timestamp);
    }
  }

  /** Makes keys in the writer's turn. */
  KeyStringBuilder keyBuilder() {
    return keys;
  }

  /** What documents are written to in the writer's turn, one after the other. */
  DocumentBuilder documentBuilder() {
    return documents.clearAndShrink();
  }

  Oplog oplog() {
    return oplog;
  }

  /** Adapts work to the storage's turn, with a fresh {@link Turn} for each run. */
  private final class Member<T extends @Nullable Object> implements WriterTurn.Work<T> {
    private final @Nullable Operation operation;
    private final Work<T> work;
    private @Nullable StoreTurn turn;

    Member(@Nullable Operation operation, Work<T> work) {
      this.operation = operation;
      this.work = work;
    }

    @Override
    public T run(WriteTransaction transaction) {
      StoreTurn before = turn;
      if (before != null) {
        before.undo();
      }
      StoreTurn fresh = new StoreTurn(Turns.this, transaction);
      turn = fresh;
      try {
        if (operation != null) {
          operation.checkAllowed();
        }
        T result = work.run(fresh);
        fresh.seal();
        return result;
      } catch (RuntimeException e) {
        fresh.undo();
        throw e;
      }
    }

    @Override
    public void committed(T result) {
      StoreTurn done = turn;
      if (done != null) {
        done.committed();
      }
    }

    void synced() {
      if (turn != null && turn.issued() != 0) {
        clock.synced(turn.issued());
      }
    }
  }
}

package dev.meerkat.engine.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.failpoint.RetryableWriteFailures;
import dev.meerkat.engine.oplog.TurnLog;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of a session's last retryable write have done, so that a repeated command
 * does nothing twice. Failed statements leave nothing here and run again. Threads: safe; guarded by
 * its lock, which one command holds while it works.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/retryable-writes/">Retryable writes</a>
 */
public final class RetryableWrites implements TurnLog.Origin {
  /** The table in which they are stored. */
  public static final String TABLE = StoredRuns.TABLE;

  private final SessionKey session;
  private final DocumentView lsid;
  private final Ticker ticker;
  private final Runnable recorded;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean loaded;
  private long number = StoredRuns.NONE;
  private boolean isOfTransaction;
  private final StatementRuns runs = new StatementRuns();
  private final StoredRuns stored;
  private @Nullable RetryableWriteFailures failures;

  /** Known since the start only: the first entry after it begins a chain anew. */
  private volatile long lastEntry;

  /** The turn that is recording; it may fail, and run again as another. */
  private @Nullable Turn recording;

  /** The runs that it has recorded: they are remembered once it is committed. */
  private final List<StatementRun> uncommitted = new ArrayList<>(1);

  private final Runnable committed = this::committed;

  /**
   * @param recorded told of each row that is written
   */
  RetryableWrites(SessionKey session, Storage storage, Ticker ticker, Runnable recorded) {
    this.recorded = recorded;
    this.session = session;
    this.lsid = DocumentView.of(session.toBson());
    this.ticker = ticker;
    this.stored = new StoredRuns(session, storage);
  }

  /** The number of the last retryable write or transaction, or -1. */
  public long number() {
    return number;
  }

  /**
   * Begins the work of a command, which must end with {@link #leave()}; waits for another one of
   * the same session.
   *
   * @throws ServerException 225 where a later number was used already, 72 where it is a
   *     transaction's
   */
  public void enter(Operation operation) {
    acquire(operation);
    try {
      long asked = operation.common().transactionNumber();
      checkNotOlder(asked);
      if (asked > number) {
        advance(asked, false);
      } else if (isOfTransaction) {
        throw new ServerException(
            ErrorCode.INVALID_OPTIONS,
            "Must specify autocommit=false on all operations of a multi-statement transaction.");
      }
      failures =
          operation.engine().failPoints().onPrimaryTransactionalWrite().isOn()
              ? new RetryableWriteFailures(operation)
              : null;
    } catch (RuntimeException e) {
      lock.unlock();
      throw e;
    }
  }

  /**
   * @throws ServerException 225 where a later number was used already
   */
  public void checkNotOlder(long asked) {
    if (asked < number) {
      throw new ServerException(
          ErrorCode.TRANSACTION_TOO_OLD,
          "Retryable write with txnNumber "
              + asked
              + " is prohibited on session "
              + session.id()
              + " because a newer retryable write with txnNumber "
              + number
              + " has already started on this session.");
    }
  }

  /**
   * Begins to use a later number; who does so holds the lock.
   *
   * @param ofTransaction whether a transaction has the number, and no retryable write
   */
  public void advance(long later, boolean ofTransaction) {
    number = later;
    isOfTransaction = ofTransaction;
    lastEntry = 0;
    runs.clear();
  }

  public void leave() {
    failures = null;
    lock.unlock();
  }

  @Override
  public DocumentView lsid() {
    return lsid;
  }

  @Override
  public long txnNumber() {
    return number;
  }

  @Override
  public long lastEntry() {
    return lastEntry;
  }

  @Override
  public void committed(long entry) {
    lastEntry = entry;
  }

  /**
   * What a statement came to, or null where it has not been done.
   *
   * @throws ServerException 217 where the store has lost what it came to
   */
  public @Nullable DocumentView result(int statement) {
    StatementRun run = runs.find(statement);
    return run == null ? null : stored.result(number, run);
  }

  /** Whether a statement has been done. */
  public boolean isDone(int statement) {
    return runs.find(statement) != null;
  }

  /** Whether the store has a record of a statement with the present number. */
  public boolean isStored(int first) {
    return stored.isStored(number, first);
  }

  /** Whether a failure was asked for by a test, and says nothing of the write. */
  public boolean isInjected(ServerException failure) {
    return failures != null && failures.isOwn(failure);
  }

  /** Records, with the turn's commit, what a run of statements came to. */
  public void record(Turn turn, int first, int last, DocumentView result) {
    begin(turn, first, last);
    StatementRun run = new StatementRun(first, last);
    stored.put(turn, number, run, result, ticker.wallMillis());
    uncommitted.add(run);
  }

  /** The same for one statement, whose result nobody has yet. */
  public void record(Turn turn, int statement, StatementResult result) {
    begin(turn, statement, statement);
    StatementRun run = new StatementRun(statement, statement);
    stored.put(turn, number, run, result, ticker.wallMillis());
    uncommitted.add(run);
  }

  @SuppressWarnings("ReferenceEquality") // a turn that runs again is another one
  private void begin(Turn turn, int first, int last) {
    if (failures != null) {
      failures.check(first, last);
    }
    if (recording != turn) {
      recording = turn;
      uncommitted.clear();
      stored.begin();
      turn.afterCommit(committed);
    }
  }

  private void committed() {
    recording = null;
    stored.committed(number);
    for (int i = 0; i < uncommitted.size(); i++) {
      runs.add(uncommitted.get(i));
      recorded.run();
    }
    uncommitted.clear();
  }

  /** Waits until no other command works with the numbers; {@link #leave} must follow. */
  public void acquire(Operation operation) {
    // A thread that works for several clients may hold the lock for another one of them.
    if (!tryAcquire()) {
      operation.interruption().beforeWaiting();
      awaitLock(operation);
    }
    try {
      load();
    } catch (RuntimeException e) {
      lock.unlock();
      throw e;
    }
  }

  private void awaitLock(Operation operation) {
    try {
      while (!lock.tryLock(100, TimeUnit.MILLISECONDS)) {
        operation.interruption().check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(ErrorCode.INTERRUPTED, "operation was interrupted");
    }
  }

  /** As {@link #acquire} where nobody works with the numbers, the caller included; else false. */
  public boolean tryAcquire() {
    return !lock.isHeldByCurrentThread() && lock.tryLock();
  }

  private void load() {
    if (!loaded) {
      stored.load(runs);
      number = stored.number();
      isOfTransaction = runs.isCommit();
      loaded = true;
    }
  }
}

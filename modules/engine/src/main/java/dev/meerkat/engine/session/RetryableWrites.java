package dev.meerkat.engine.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.failpoint.RetryableWriteFailures;
import dev.meerkat.engine.oplog.TurnLog;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of a session's last retryable write have done, so that a repeated command
 * does nothing twice. Failed statements leave nothing here and run again. Threads: safe; guarded by
 * its lock, which one command holds while it works.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/retryable-writes/">Retryable writes</a>
 */
public final class RetryableWrites implements TurnLog.Origin {
  /**
   * The table of the rows: session and first statement → a run of statements. All rows of a session
   * carry the same number, so that the next write's row takes the place of the last one's.
   */
  public static final String TABLE = "_sessions";

  /** The field of a row that says when it was written. */
  static final String WRITTEN = "written";

  private static final String NUMBER = "txnNumber";
  private static final String LAST = "last";
  private static final String RESULT = "result";
  private static final byte[] NUMBER_BYTES = BsonBytes.nameBytes(NUMBER);
  private static final byte[] LAST_BYTES = BsonBytes.nameBytes(LAST);
  private static final byte[] RESULT_BYTES = BsonBytes.nameBytes(RESULT);
  private static final byte[] WRITTEN_BYTES = BsonBytes.nameBytes(WRITTEN);

  private static final long NONE = -1;

  private final SessionKey session;

  /** With what the keys of its rows begin. */
  private final byte[] prefix;

  private final DocumentView lsid;
  private final Storage storage;
  private final Ticker ticker;
  private final Runnable recorded;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean loaded;
  private long number = NONE;
  private boolean isOfTransaction;
  private long storedNumber = NONE;

  /** By their first statement. */
  private final List<Run> runs = new ArrayList<>(1);

  /** The rows that are stored. */
  private List<byte[]> rows = new ArrayList<>(1);

  /** The row of a run that begins with the first statement, as nearly all do. */
  private final byte[] firstRow;

  private @Nullable RetryableWriteFailures failures;

  /** Known since the start only: the first entry after it begins a chain anew. */
  private volatile long lastEntry;

  /** The turn that is recording, with the rows it makes; it may fail, and run again as another. */
  private @Nullable Turn recording;

  private List<byte[]> recordedRows = new ArrayList<>(1);

  /**
   * Statements that came to the same. It is remembered once it is committed.
   *
   * @param number of the write
   * @param first the first statement's number
   * @param last the last statement's number
   * @param stored all rows of the session together with its own
   */
  private record Run(
      RetryableWrites writes,
      long number,
      int first,
      int last,
      DocumentView result,
      List<byte[]> stored)
      implements Runnable {
    @Override
    public void run() {
      writes.committed(this);
    }
  }

  /**
   * @param recorded told of each row that is written
   */
  RetryableWrites(SessionKey session, Storage storage, Ticker ticker, Runnable recorded) {
    this.recorded = recorded;
    this.session = session;
    this.prefix = session.toBytes();
    this.firstRow = newRow(0);
    this.lsid = DocumentView.of(session.toBson());
    this.storage = storage;
    this.ticker = ticker;
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

  /** What a statement came to, or null where it has not been done. */
  public @Nullable DocumentView result(int statement) {
    int place = place(statement);
    Run run = place >= 0 ? runs.get(place) : place < -1 ? runs.get(-2 - place) : null;
    return run != null && statement <= run.last() ? run.result() : null;
  }

  /** Where the run that begins with a statement stands, or -1 less where it would. */
  private int place(int first) {
    int low = 0;
    int high = runs.size() - 1;
    // Most come behind all others.
    if (high >= 0 && runs.get(high).first() < first) {
      return -2 - high;
    }
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = runs.get(middle).first();
      if (found == first) {
        return middle;
      }
      if (found < first) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1 - low;
  }

  /** Whether the store has a record of a statement with the present number. */
  public boolean isStored(int first) {
    try (Snapshot snapshot = storage.openSnapshot()) {
      byte[] stored = storage.sortedTable(TABLE).find(snapshot, row(first));
      return stored != null
          && DocumentView.of(stored).toBson().getInt64(NUMBER).getValue() == number;
    }
  }

  /** Whether a failure was asked for by a test, and says nothing of the write. */
  public boolean isInjected(ServerException failure) {
    return failures != null && failures.isOwn(failure);
  }

  /** Records, with the turn's commit, what a run of statements came to. */
  public void record(Turn turn, int first, int last, DocumentView result) {
    if (failures != null) {
      failures.check(first, last);
    }
    SortedTable table = storage.sortedTable(TABLE);
    byte[] row = row(first);
    List<byte[]> stored = rowsWith(turn, table, row);
    DocumentBuilder value =
        turn.documentBuilder()
            .appendInt64(NUMBER_BYTES, number)
            .appendInt32(LAST_BYTES, last)
            .appendDocument(RESULT_BYTES, result)
            .appendDateTime(WRITTEN_BYTES, ticker.wallMillis());
    table.put(turn.transaction(), row, value.toBytes());
    turn.afterCommit(new Run(this, number, first, last, result, stored));
  }

  private void committed(Run run) {
    recording = null;
    rows = run.stored();
    storedNumber = run.number();
    remember(run);
    recorded.run();
  }

  private void remember(Run run) {
    int place = place(run.first());
    if (place >= 0) {
      runs.set(place, run);
    } else {
      runs.add(-1 - place, run);
    }
  }

  /**
   * The rows that there are once a turn is committed, as far as it has come, with one that is
   * written next. Its first record removes those of an earlier number, save that one.
   */
  @SuppressWarnings("ReferenceEquality") // a turn that runs again is another one
  private List<byte[]> rowsWith(Turn turn, SortedTable table, byte[] next) {
    if (recording == turn) {
      if (recordedRows == rows) {
        recordedRows = new ArrayList<>(rows);
      }
      recordedRows.add(next);
      return recordedRows;
    }
    recording = turn;
    if (storedNumber == number) {
      recordedRows = new ArrayList<>(rows);
      recordedRows.add(next);
      return recordedRows;
    }
    if (rows.size() == 1 && Arrays.equals(rows.getFirst(), next)) {
      recordedRows = rows;
      return rows;
    }
    for (byte[] old : rows) {
      if (!Arrays.equals(old, next)) {
        table.delete(turn.transaction(), old);
      }
    }
    recordedRows = new ArrayList<>(1);
    recordedRows.add(next);
    return recordedRows;
  }

  /** Waits until no other command works with the numbers; {@link #leave} must follow. */
  public void acquire(Operation operation) {
    try {
      while (!lock.tryLock(100, TimeUnit.MILLISECONDS)) {
        operation.interruption().check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(ErrorCode.INTERRUPTED, "operation was interrupted");
    }
    try {
      load();
    } catch (RuntimeException e) {
      lock.unlock();
      throw e;
    }
  }

  /** As {@link #acquire} where nobody works with the numbers, the caller included; else false. */
  public boolean tryAcquire() {
    return !lock.isHeldByCurrentThread() && lock.tryLock();
  }

  private void load() {
    if (loaded) {
      return;
    }
    try (Snapshot snapshot = storage.openSnapshot();
        SortedCursor cursor =
            storage.sortedTable(TABLE).open(snapshot, KeyRange.prefix(prefix), Direction.FORWARD)) {
      while (cursor.advance()) {
        byte[] row = Arrays.copyOf(cursor.key(), cursor.keyLength());
        int first = ByteBuffer.wrap(row).getInt(prefix.length);
        BsonDocument stored = DocumentView.of(cursor.value()).toBson();
        rows.add(row);
        number = stored.getInt64(NUMBER).getValue();
        storedNumber = number;
        isOfTransaction = first < 0;
        DocumentView result = DocumentView.of(stored.getDocument(RESULT));
        remember(new Run(this, number, first, stored.getInt32(LAST).getValue(), result, List.of()));
      }
    }
    loaded = true;
  }

  private byte[] row(int first) {
    return first == 0 ? firstRow : newRow(first);
  }

  private byte[] newRow(int first) {
    byte[] row = Arrays.copyOf(prefix, prefix.length + Integer.BYTES);
    BsonBytes.putInt32(row, prefix.length, Integer.reverseBytes(first));
    return row;
  }
}

package dev.meerkat.engine.session;

import dev.meerkat.engine.Turn;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
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
import org.jspecify.annotations.Nullable;

/**
 * The rows in which one session's runs of statements are stored: session and first statement → a
 * run. All rows of a session carry the same number, so that the next write's row takes the place of
 * the last one's. Threads: guarded by the lock of {@link RetryableWrites}.
 */
final class StoredRuns {
  /** The table of the rows of all sessions. */
  static final String TABLE = "_sessions";

  /** The field of a row that says when it was written. */
  static final String WRITTEN = "written";

  private static final byte[] NUMBER_BYTES = BsonBytes.nameBytes("txnNumber");
  private static final byte[] LAST_BYTES = BsonBytes.nameBytes("last");
  private static final byte[] RESULT_BYTES = BsonBytes.nameBytes("result");
  private static final byte[] WRITTEN_BYTES = BsonBytes.nameBytes(WRITTEN);

  /** No number of a write or a transaction. */
  static final long NONE = -1;

  private final Storage storage;
  private final SortedTable table;

  /** With what the keys of the rows begin. */
  private final byte[] prefix;

  /** The key of a run that begins with the first statement, as nearly all do. */
  private final byte[] firstKey;

  /** The number that the rows carry. */
  private long number = NONE;

  /** The keys of the rows that are there. */
  private List<byte[]> keys = new ArrayList<>(1);

  /** The row that was read last, and its run: until a turn begins to write. */
  private @Nullable DocumentView lastRead;

  private @Nullable StatementRun lastReadRun;

  /** Those once the turn at work is committed; null as long as it has written none. */
  private @Nullable List<byte[]> nextKeys;

  StoredRuns(SessionKey session, Storage storage) {
    this.storage = storage;
    this.table = storage.sortedTable(TABLE);
    this.prefix = session.toBytes();
    this.firstKey = newKey(0);
  }

  /** Reads what there is; the runs are added to {@code runs}. */
  void load(StatementRuns runs) {
    try (Snapshot snapshot = storage.openSnapshot();
        SortedCursor cursor = table.open(snapshot, KeyRange.prefix(prefix), Direction.FORWARD)) {
      while (cursor.advance()) {
        byte[] key = Arrays.copyOf(cursor.key(), cursor.keyLength());
        DocumentView row = DocumentView.borrowed(cursor.value(), 0);
        keys.add(key);
        number = number(row);
        int first = ByteBuffer.wrap(key).getInt(prefix.length);
        runs.add(new StatementRun(first, BsonBytes.int32(row.array(), value(row, LAST_BYTES))));
      }
    }
  }

  /** The number that the rows carry, or {@link #NONE}. */
  long number() {
    return number;
  }

  /** Whether the store has a row of a run with a number. */
  boolean isStored(long wanted, int first) {
    return find(wanted, first) != null;
  }

  /**
   * What a run of a write with a number came to.
   *
   * @throws ServerException 217 where there is no such row any more
   */
  DocumentView result(long wanted, StatementRun run) {
    DocumentView row = lastRead;
    if (row == null || !run.equals(lastReadRun)) {
      row = find(wanted, run.first());
      if (row == null) {
        throw new ServerException(
            ErrorCode.INCOMPLETE_TRANSACTION_HISTORY,
            "The result of the write with txnNumber " + wanted + " is no longer known");
      }
      // Of a batch that is repeated many statements have the same.
      lastRead = row;
      lastReadRun = run;
    }
    return DocumentView.of(row.array(), value(row, RESULT_BYTES));
  }

  private @Nullable DocumentView find(long wanted, int first) {
    try (Snapshot snapshot = storage.openSnapshot()) {
      byte[] found = table.find(snapshot, key(first));
      DocumentView row = found == null ? null : DocumentView.of(found);
      return row != null && number(row) == wanted ? row : null;
    }
  }

  private static long number(DocumentView row) {
    return BsonBytes.int64(row.array(), value(row, NUMBER_BYTES));
  }

  private static int value(DocumentView row, byte[] name) {
    return BsonBytes.valueOffset(row.array(), row.find(name));
  }

  /** A turn begins to write; nothing has come of one before that was not committed. */
  void begin() {
    nextKeys = null;
    lastRead = null;
  }

  /** Writes the row of a run of a write with a number. */
  void put(Turn turn, long written, StatementRun run, DocumentView result, long wallMillis) {
    DocumentBuilder row = row(turn, written, run).appendDocument(RESULT_BYTES, result);
    put(turn, written, run, row, wallMillis);
  }

  /** The same for a result that is written first here. */
  void put(Turn turn, long written, StatementRun run, StatementResult result, long wallMillis) {
    DocumentBuilder row = row(turn, written, run).beginDocument(RESULT_BYTES);
    result.write(row);
    put(turn, written, run, row.end(), wallMillis);
  }

  private static DocumentBuilder row(Turn turn, long written, StatementRun run) {
    DocumentBuilder row = turn.documentBuilder().appendInt64(NUMBER_BYTES, written);
    return row.appendInt32(LAST_BYTES, run.last());
  }

  private void put(
      Turn turn, long written, StatementRun run, DocumentBuilder row, long wallMillis) {
    byte[] key = key(run.first());
    nextKeys = keysWith(turn, written, key);
    row.appendDateTime(WRITTEN_BYTES, wallMillis);
    table.put(turn.transaction(), key, row.toView());
  }

  /**
   * The keys that there are with one more. A turn's first row removes those of an earlier number,
   * save that whose place it takes.
   */
  @SuppressWarnings("ReferenceEquality") // the same list says that nothing has been added
  private List<byte[]> keysWith(Turn turn, long written, byte[] key) {
    List<byte[]> known = nextKeys;
    if (known != null) {
      return with(key, known == keys ? new ArrayList<>(keys) : known);
    }
    if (number == written) {
      return with(key, new ArrayList<>(keys));
    }
    if (keys.size() == 1 && Arrays.equals(keys.getFirst(), key)) {
      return keys;
    }
    for (byte[] old : keys) {
      if (!Arrays.equals(old, key)) {
        table.delete(turn.transaction(), old);
      }
    }
    return with(key, new ArrayList<>(1));
  }

  private static List<byte[]> with(byte[] key, List<byte[]> others) {
    others.add(key);
    return others;
  }

  /** The turn that wrote rows of a number is committed. */
  void committed(long written) {
    List<byte[]> known = nextKeys;
    if (known != null) {
      keys = known;
      number = written;
      nextKeys = null;
    }
  }

  private byte[] key(int first) {
    return first == 0 ? firstKey : newKey(first);
  }

  private byte[] newKey(int first) {
    byte[] key = Arrays.copyOf(prefix, prefix.length + Integer.BYTES);
    BsonBytes.putInt32(key, prefix.length, Integer.reverseBytes(first));
    return key;
  }
}

package dev.meerkat.engine.session;

import dev.meerkat.engine.Turn;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
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
import org.bson.BsonDocument;
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

  private static final String NUMBER = "txnNumber";
  private static final String LAST = "last";
  private static final String RESULT = "result";
  private static final byte[] NUMBER_BYTES = BsonBytes.nameBytes(NUMBER);
  private static final byte[] LAST_BYTES = BsonBytes.nameBytes(LAST);
  private static final byte[] RESULT_BYTES = BsonBytes.nameBytes(RESULT);
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
        BsonDocument stored = DocumentView.of(cursor.value()).toBson();
        keys.add(key);
        number = stored.getInt64(NUMBER).getValue();
        runs.add(
            new StatementRun(
                ByteBuffer.wrap(key).getInt(prefix.length),
                stored.getInt32(LAST).getValue(),
                DocumentView.of(stored.getDocument(RESULT))));
      }
    }
  }

  /** The number that the rows carry, or {@link #NONE}. */
  long number() {
    return number;
  }

  /** Whether the store has a row of a run with a number. */
  boolean isStored(long wanted, int first) {
    try (Snapshot snapshot = storage.openSnapshot()) {
      byte[] stored = table.find(snapshot, key(first));
      return stored != null
          && DocumentView.of(stored).toBson().getInt64(NUMBER).getValue() == wanted;
    }
  }

  /** A turn begins to write; nothing has come of one before that was not committed. */
  void begin() {
    nextKeys = null;
  }

  /** Writes the row of a run of a write with a number. */
  void put(Turn turn, long written, StatementRun run, long wallMillis) {
    DocumentBuilder row = row(turn, written, run.last()).appendDocument(RESULT_BYTES, run.result());
    byte[] bytes = row.appendDateTime(WRITTEN_BYTES, wallMillis).toBytes();
    put(turn, written, run.first(), bytes);
  }

  /** The same for a statement whose result is written first here; answers its run. */
  StatementRun put(
      Turn turn, long written, int statement, StatementResult result, long wallMillis) {
    DocumentBuilder row = row(turn, written, statement).beginDocument(RESULT_BYTES);
    int resultAt = row.size() - Integer.BYTES;
    result.write(row);
    byte[] bytes = row.end().appendDateTime(WRITTEN_BYTES, wallMillis).toBytes();
    put(turn, written, statement, bytes);
    return new StatementRun(statement, statement, DocumentView.of(bytes, resultAt));
  }

  private static DocumentBuilder row(Turn turn, long written, int last) {
    return turn.documentBuilder().appendInt64(NUMBER_BYTES, written).appendInt32(LAST_BYTES, last);
  }

  private void put(Turn turn, long written, int first, byte[] row) {
    byte[] key = key(first);
    nextKeys = keysWith(turn, written, key);
    table.put(turn.transaction(), key, row);
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

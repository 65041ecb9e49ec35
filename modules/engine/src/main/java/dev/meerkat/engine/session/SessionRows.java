package dev.meerkat.engine.session;

import dev.meerkat.engine.Turns;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonValue;

/**
 * The stored results of retryable writes, as far as they must be removed: those of sessions that
 * have ended, before or after a restart. Threads: safe.
 */
final class SessionRows {
  /** Rows that one turn removes. */
  private static final int MAX_ROWS = 1_000;

  private final Storage storage;
  private final Turns turns;

  SessionRows(Storage storage, Turns turns) {
    this.storage = storage;
    this.turns = turns;
  }

  /** Removes some of the rows written before a time; the next call removes more. */
  void removeBefore(long millis) {
    List<byte[]> old = new ArrayList<>();
    try (Snapshot snapshot = storage.openSnapshot();
        SortedCursor cursor = table().open(snapshot, KeyRange.ALL, Direction.FORWARD)) {
      while (old.size() < MAX_ROWS && cursor.advance()) {
        BsonValue written = DocumentView.of(cursor.value()).get(StoredRuns.WRITTEN);
        if (written instanceof BsonDateTime time && time.getValue() < millis) {
          old.add(Arrays.copyOf(cursor.key(), cursor.keyLength()));
        }
      }
    }
    remove(old);
  }

  void remove(List<byte[]> rows) {
    if (!rows.isEmpty()) {
      var _ =
          turns.write(
              Durability.BUFFERED,
              turn -> {
                rows.forEach(row -> table().delete(turn.transaction(), row));
                return rows.size();
              });
    }
  }

  private SortedTable table() {
    return storage.sortedTable(StoredRuns.TABLE);
  }
}

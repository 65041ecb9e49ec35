package dev.meerkat.engine.catalog;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.values.KeyString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * Documents that share keys of an index which is to become unique. Threads: confined to one
 * operation.
 */
final class UniqueConflicts {
  private static final ErrorCode CANNOT_CONVERT = new ErrorCode(359, "CannotConvertIndexToUnique");

  /** Documents named at most: their ids have to fit in a reply. */
  private static final int MAX_NAMED = 10_000;

  private final CollectionIndex index;
  private final RecordStore records;
  private final StorageReader reader;
  private final BsonArray violations = new BsonArray();
  private final List<Long> sharing = new ArrayList<>();
  private int named;

  UniqueConflicts(CollectionIndex index, RecordStore records, StorageReader reader) {
    this.index = index;
    this.records = records;
    this.reader = reader;
  }

  /**
   * Reads the whole index.
   *
   * @throws ServerException 359 with the documents that share keys
   */
  void check() {
    byte[] key = new byte[0];
    int length = 0;
    try (SortedCursor cursor = index.table().open(reader, KeyRange.ALL, Direction.FORWARD)) {
      while (named < MAX_NAMED && cursor.advance()) {
        byte[] next = cursor.key();
        int nextLength = KeyString.keyWithoutRecordIdLength(next, cursor.keyLength());
        if (!Arrays.equals(key, 0, length, next, 0, nextLength)) {
          endKey();
          key = Arrays.copyOf(next, nextLength);
          length = nextLength;
        }
        sharing.add(KeyString.decodeRecordId(next, cursor.keyLength()));
      }
    }
    endKey();
    if (!violations.isEmpty()) {
      throw new ServerException(
          CANNOT_CONVERT,
          "Cannot convert the index to unique. Please resolve conflicting documents before running"
              + " collMod again.",
          new BsonDocument("violations", violations),
          List.of());
    }
  }

  private void endKey() {
    if (sharing.size() > 1) {
      BsonArray ids = new BsonArray();
      for (long recordId : sharing) {
        ids.add(id(recordId));
      }
      named += ids.size();
      violations.add(new BsonDocument("ids", ids));
    }
    sharing.clear();
  }

  private BsonValue id(long recordId) {
    DocumentView document = records.find(reader, recordId);
    BsonValue id = document == null ? null : document.get("_id");
    return id == null ? BsonNull.VALUE : id;
  }
}

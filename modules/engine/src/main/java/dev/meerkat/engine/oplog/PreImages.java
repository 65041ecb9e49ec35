package dev.meerkat.engine.oplog;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * What documents were before an entry of the oplog changed them, of collections with {@code
 * changeStreamPreAndPostImages}. A row has the form of a document of {@code
 * config.system.preimages}: {@code {_id: {nsUUID, ts, applyOpsIndex}, operationTime, preImage}}.
 * Rows are in the order of the entries, so that the oldest go first. Threads: safe.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/changeStreams/#change-streams-with-document-pre--and-post-images">Pre-images</a>
 */
public final class PreImages {
  /** The table of the rows. */
  public static final String TABLE = "_preimages";

  private static final byte[] PRE_IMAGE = BsonBytes.nameBytes("preImage");

  private static final byte[] OPERATION_TIME = BsonBytes.nameBytes("operationTime");

  private final Storage storage;
  private final SortedTable table;
  private final Ticker ticker;

  PreImages(Storage storage, Ticker ticker) {
    this.storage = storage;
    this.table = storage.sortedTable(TABLE);
    this.ticker = ticker;
  }

  /**
   * What a document was before a change, or null where that is not known any more.
   *
   * @param entry bits of the time of the entry
   * @param index of the operation in the entry's applyOps; 0 of an entry with one
   */
  public @Nullable DocumentView find(
      StorageReader reader, UUID collection, long entry, long index) {
    byte[] row = table.find(reader, key(collection, entry, index));
    if (row == null) {
      return null;
    }
    int element = DocumentView.of(row).find(PRE_IMAGE);
    return DocumentView.of(row, BsonBytes.valueOffset(row, element));
  }

  void put(
      WriteTransaction transaction, UUID collection, long entry, long index, DocumentView image) {
    DocumentBuilder row = new DocumentBuilder(image.length() + 128);
    row.beginDocument("_id");
    row.append("nsUUID", new BsonBinary(collection, UuidRepresentation.STANDARD));
    row.appendTimestamp("ts", entry);
    row.appendInt64("applyOpsIndex", index).end();
    row.appendDateTime("operationTime", ticker.wallMillis());
    row.appendDocument(PRE_IMAGE, image);
    table.put(transaction, key(collection, entry, index), row.toBytes());
  }

  /**
   * The keys of the oldest that are not needed any more.
   *
   * @param oldestEntry bits of the time of the oldest entry that the oplog has
   * @param seconds how long they stay; negative for as long as their entries
   * @param limit of rows, above 0
   */
  public List<byte[]> expired(long oldestEntry, long nowMillis, long seconds, int limit) {
    List<byte[]> keys = new ArrayList<>();
    try (Snapshot snapshot = storage.openSnapshot();
        SortedCursor cursor = table.open(snapshot, KeyRange.ALL, Direction.FORWARD)) {
      while (keys.size() < limit && cursor.advance()) {
        long entry = ByteBuffer.wrap(cursor.key()).getLong();
        if (Long.compareUnsigned(entry, oldestEntry) >= 0
            && (seconds < 0 || writtenMillis(cursor.value()) >= nowMillis - seconds * 1_000)) {
          break;
        }
        keys.add(Arrays.copyOf(cursor.key(), cursor.keyLength()));
      }
    }
    return keys;
  }

  private static long writtenMillis(byte[] row) {
    int element = DocumentView.of(row).find(OPERATION_TIME);
    return BsonBytes.int64(row, BsonBytes.valueOffset(row, element));
  }

  public void remove(WriteTransaction transaction, List<byte[]> keys) {
    for (byte[] key : keys) {
      var _ = table.delete(transaction, key);
    }
  }

  private static byte[] key(UUID collection, long entry, long index) {
    return ByteBuffer.allocate(4 * Long.BYTES)
        .putLong(entry)
        .putLong(index)
        .putLong(collection.getMostSignificantBits())
        .putLong(collection.getLeastSignificantBits())
        .array();
  }
}

package dev.meerkat.engine.oplog;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.ByteBuffer;
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

  private final SortedTable table;
  private final Ticker ticker;

  PreImages(Storage storage, Ticker ticker) {
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

  SortedTable table() {
    return table;
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

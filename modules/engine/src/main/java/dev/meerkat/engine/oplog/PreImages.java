package dev.meerkat.engine.oplog;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordLengths;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
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
 * changeStreamPreAndPostImages}: the collection {@code config.system.preimages}, with documents
 * {@code {_id: {nsUUID, ts, applyOpsIndex}, operationTime, preImage}}. Records are in the order of
 * the entries, so that the oldest go first, and a record's id is its entry's time or somewhat
 * above: several images of one entry are behind each other. Threads: safe.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/changeStreams/#change-streams-with-document-pre--and-post-images">Pre-images</a>
 */
public final class PreImages {
  public static final Namespace NAMESPACE = new Namespace("config", "system.preimages");

  /** The record store of the images. */
  public static final String IDENT = "_images";

  private static final byte[] ID = BsonBytes.nameBytes("_id");
  private static final byte[] TS = BsonBytes.nameBytes("ts");
  private static final byte[] UUID_OF = BsonBytes.nameBytes("nsUUID");
  private static final byte[] INDEX = BsonBytes.nameBytes("applyOpsIndex");
  private static final byte[] PRE_IMAGE = BsonBytes.nameBytes("preImage");
  private static final byte[] OPERATION_TIME = BsonBytes.nameBytes("operationTime");

  private final Storage storage;
  private final RecordStore records;
  private final Ticker ticker;

  PreImages(Storage storage, Ticker ticker) {
    this.storage = storage;
    this.records = storage.recordStore(IDENT);
    this.ticker = ticker;
  }

  /**
   * Where an image was found: who goes on from there passes by none that he has seen.
   *
   * @param entry bits of the time of the entry
   * @param index of the operation in the entry's applyOps; 0 of an entry with one
   */
  public record Found(long recordId, long entry, long index, DocumentView image) {
    private boolean isBehind(long otherEntry, long otherIndex) {
      int compared = Long.compareUnsigned(entry, otherEntry);
      return compared > 0 || (compared == 0 && index > otherIndex);
    }
  }

  /**
   * What a document was before a change, or null where that is not known any more.
   *
   * @param entry bits of the time of the entry
   * @param index of the operation in the entry's applyOps; 0 of an entry with one
   * @param last what was found last, or null; the search begins there where it is not too far
   */
  public @Nullable Found find(
      StorageReader reader, UUID collection, long entry, long index, @Nullable Found last) {
    long from = last == null || last.isBehind(entry, index) ? entry : last.recordId();
    try (RecordCursor cursor = records.open(reader, Direction.FORWARD, Math.max(from, entry))) {
      while (cursor.advance()) {
        DocumentView row = cursor.current();
        byte[] array = row.array();
        int id = BsonBytes.valueOffset(array, row.find(ID));
        long time = BsonBytes.int64(array, value(array, id, TS));
        if (Long.compareUnsigned(time, entry) > 0) {
          return null;
        }
        if (time == entry && BsonBytes.int64(array, value(array, id, INDEX)) == index) {
          DocumentView kept = row.retain();
          byte[] bytes = kept.array();
          return isOf(array, value(array, id, UUID_OF), collection)
              ? new Found(
                  cursor.recordId(),
                  entry,
                  index,
                  DocumentView.of(bytes, BsonBytes.valueOffset(bytes, kept.find(PRE_IMAGE))))
              : null;
        }
      }
    }
    return null;
  }

  private static int value(byte[] array, int document, byte[] name) {
    return BsonBytes.valueOffset(array, BsonBytes.findElement(array, document, name));
  }

  /** Whether a binary value is a UUID; its 16 bytes are behind a length and a subtype. */
  private static boolean isOf(byte[] array, int value, UUID collection) {
    return ByteBuffer.wrap(array, value + 5, 16).getLong() == collection.getMostSignificantBits()
        && ByteBuffer.wrap(array, value + 13, 8).getLong() == collection.getLeastSignificantBits();
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
    records.insert(
        transaction,
        Math.max(entry, records.maxRecordId(transaction) + 1),
        DocumentView.of(row.toBytes()));
  }

  /**
   * The oldest that are not needed any more.
   *
   * @param oldestEntry bits of the time of the oldest entry that the oplog has
   * @param seconds how long they stay; negative for as long as their entries
   * @param limit of records, above 0
   */
  public RecordLengths expired(long oldestEntry, long nowMillis, long seconds, int limit) {
    RecordLengths oldest = new RecordLengths();
    try (Snapshot snapshot = storage.openSnapshot();
        RecordCursor cursor = records.open(snapshot, Direction.FORWARD, 1)) {
      while (oldest.count() < limit && cursor.advance()) {
        DocumentView row = cursor.current();
        byte[] array = row.array();
        long entry =
            BsonBytes.int64(array, value(array, BsonBytes.valueOffset(array, row.find(ID)), TS));
        long written =
            BsonBytes.int64(array, BsonBytes.valueOffset(array, row.find(OPERATION_TIME)));
        if (Long.compareUnsigned(entry, oldestEntry) >= 0
            && (seconds < 0 || written >= nowMillis - seconds * 1_000)) {
          break;
        }
        oldest.add(cursor.recordId(), row.length());
      }
    }
    return oldest;
  }
}

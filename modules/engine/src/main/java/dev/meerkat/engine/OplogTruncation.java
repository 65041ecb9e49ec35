package dev.meerkat.engine;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.oplog.Oplog;
import dev.meerkat.engine.oplog.PreImages;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordLengths;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;

/**
 * Removes the oldest entries of the oplog while it is above its size, a bounded number in each
 * turn, and the pre-images that belong to them. What sessions remember of their writes lies in rows
 * of their own: no entry is kept for it. Threads: safe; guarded by itself.
 */
final class OplogTruncation {
  private static final int TURN_ENTRIES = 1_000;
  private static final int TURN_BYTES = 4 << 20;
  private static final long HOUR_SECONDS = 3_600;

  private final Engine engine;

  OplogTruncation(Engine engine) {
    this.engine = engine;
  }

  /** Brings the oplog down to its size, as far as its retention allows. */
  synchronized void run() {
    CollectionEntry entry = engine.catalog().find(Oplog.NAMESPACE);
    if (!engine.oplog().isKept() || entry == null) {
      return;
    }
    RecordStore records = engine.storage().recordStore(Oplog.IDENT);
    for (RecordLengths oldest = oldest(records, entry);
        oldest.count() > 0;
        oldest = oldest(records, entry)) {
      remove(records, oldest);
    }
    PreImages images = engine.oplog().preImages();
    long seconds = imageSeconds();
    long now = engine.ticker().wallMillis();
    long begin = engine.oplog().oldest().getValue();
    RecordStore kept = engine.storage().recordStore(PreImages.IDENT);
    for (RecordLengths gone = images.expired(begin, now, seconds, TURN_ENTRIES);
        gone.count() > 0;
        gone = images.expired(begin, now, seconds, TURN_ENTRIES)) {
      remove(kept, gone);
    }
  }

  /** How long images stay, as {@code changeStreamOptions} says; -1 for as long as their entries. */
  private long imageSeconds() {
    BsonDocument images =
        engine
            .clusterParameters()
            .value("changeStreamOptions")
            .getDocument("preAndPostImages", new BsonDocument());
    return images.isNumber("expireAfterSeconds")
        ? images.getNumber("expireAfterSeconds").longValue()
        : -1;
  }

  /** The newest entry stays in any case. */
  private RecordLengths oldest(RecordStore records, CollectionEntry entry) {
    RecordLengths oldest = new RecordLengths();
    try (Snapshot snapshot = engine.storage().openSnapshot()) {
      long over = records.dataSizeBytes(snapshot) - entry.options().sizeBytes();
      if (over <= 0) {
        return oldest;
      }
      long newest = records.maxRecordId(snapshot);
      long youngest = youngestSeconds();
      RecordLengths first = records.lengths(snapshot, 1, TURN_ENTRIES);
      for (int i = 0; i < first.count() && oldest.bytes() < Math.min(over, TURN_BYTES); i++) {
        long id = first.recordId(i);
        if (id == newest || new BsonTimestamp(id).getTime() > youngest) {
          break;
        }
        oldest.add(id, first.length(i));
      }
    }
    return oldest;
  }

  /** The time, in seconds, up to which entries are old enough to go. */
  private long youngestSeconds() {
    double hours = engine.oplog().minRetentionHours();
    return engine.ticker().wallMillis() / 1_000 - (long) (hours * HOUR_SECONDS);
  }

  private void remove(RecordStore records, RecordLengths oldest) {
    var _ =
        engine
            .turns()
            .write(
                Durability.BUFFERED,
                turn -> {
                  for (int i = 0; i < oldest.count(); i++) {
                    records.delete(turn.transaction(), oldest.recordId(i), oldest.length(i));
                  }
                  return oldest.bytes();
                });
  }
}

package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.IndexEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.index.KeyGap;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mends a collection: what is no document is removed, each key of each document gets its index
 * entry and no other stays, and counts are taken anew. It goes in slices, each in a turn of its
 * own, and each leaves the collection better than it was. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/validate/">validate</a>
 */
public final class CollectionRepair {
  private static final int SLICE = 1_000;

  private final Engine engine;
  private final Operation operation;
  private final CollectionEntry entry;
  private final boolean fixesErrors;

  public CollectionRepair(
      Engine engine, Operation operation, CollectionEntry entry, CheckOptions.Repair repair) {
    this.engine = engine;
    this.operation = operation;
    this.entry = entry;
    this.fixesErrors = repair == CheckOptions.Repair.FIX_ERRORS;
  }

  /** Mends all that it may. */
  public Repairs run() {
    Repairs done = Repairs.NOTHING;
    for (List<Long> slice = records(0); !slice.isEmpty(); slice = records(slice.getLast())) {
      List<Long> records = slice;
      done = done.plus(inTurn(Durability.BUFFERED, (turn, now) -> records(turn, now, records)));
    }
    if (fixesErrors) {
      for (IndexEntry index : entry.indexes()) {
        done = done.plus(entries(index));
      }
    }
    return done.plus(inTurn(operation.durability(), this::counts));
  }

  private interface Work {
    Repairs run(Turn turn, StoredCollection collection);
  }

  private Repairs inTurn(Durability durability, Work work) {
    operation.interruption().check();
    return engine
        .turns()
        .write(
            durability,
            turn -> {
              CollectionEntry now = turn.catalog().find(entry.namespace());
              if (now == null || !now.uuid().equals(entry.uuid())) {
                return Repairs.NOTHING;
              }
              turn.enter(now);
              return work.run(turn, engine.collections().of(now));
            });
  }

  private List<Long> records(long after) {
    List<Long> slice = new ArrayList<>();
    try (Execution execution = new Execution(operation)) {
      RecordStore records = engine.storage().recordStore(entry.ident());
      try (RecordCursor cursor =
          records.open(execution.view().storage(), Direction.FORWARD, after + 1)) {
        while (slice.size() < SLICE && cursor.advance()) {
          slice.add(cursor.recordId());
        }
      }
    }
    return slice;
  }

  private Repairs records(Turn turn, StoredCollection collection, List<Long> slice) {
    Repairs done = Repairs.NOTHING;
    collection
        .entry()
        .life()
        .beforeRemoval(() -> collection.records().maxRecordId(turn.transaction()));
    for (long recordId : slice) {
      DocumentView document = collection.records().find(turn.transaction(), recordId);
      if (document != null) {
        done = done.plus(record(turn, collection, recordId, document));
      }
    }
    return done;
  }

  private Repairs record(
      Turn turn, StoredCollection collection, long recordId, DocumentView document) {
    WriteTransaction transaction = turn.transaction();
    if (!CollectionCheck.isSound(document)) {
      if (!fixesErrors) {
        return Repairs.NOTHING;
      }
      // Its entries, of which nobody knows the keys, lead nowhere then, and go with the others.
      collection.records().delete(transaction, recordId, document.length());
      return new Repairs(1, 0, 0, 0, 0, false);
    }
    long inserted = 0;
    long multikey = 0;
    for (CollectionIndex index : collection.indexes()) {
      IndexKeys keys = index.keys(document, recordId);
      if (fixesErrors) {
        List<IndexKeys.Entry> missing = missing(index, keys, transaction);
        KeyGap gap = new KeyGap();
        if (index.findDuplicate(transaction, missing, recordId, gap) != null) {
          move(turn, collection, recordId, document.retain());
          return new Repairs(0, 0, inserted, 1, multikey, false);
        }
        index.insert(transaction, missing, gap);
        inserted += missing.size();
      }
      if (!index.multikey().contains(keys.multikey())) {
        index.addMultikey(keys.multikey());
        engine.catalog().noteMultikey(turn, entry.namespace(), index.name(), keys.multikey());
        multikey++;
      }
    }
    return new Repairs(0, 0, inserted, 0, multikey, false);
  }

  private static List<IndexKeys.Entry> missing(
      CollectionIndex index, IndexKeys keys, StorageReader reader) {
    List<IndexKeys.Entry> missing = new ArrayList<>();
    for (IndexKeys.Entry entry : keys.entries()) {
      if (index.table().find(reader, entry.key()) == null) {
        missing.add(entry);
      }
    }
    return missing;
  }

  /** Out of the way of another with the same key, where it can be found again. */
  private void move(Turn turn, StoredCollection collection, long recordId, DocumentView document) {
    for (CollectionIndex index : collection.indexes()) {
      index.remove(turn.transaction(), index.keys(document, recordId).entries());
    }
    collection.records().delete(turn.transaction(), recordId, document.length());
    Namespace lost = new Namespace("local", "lost_and_found." + entry.uuid());
    CollectionEntry found = turn.catalog().find(lost);
    if (found == null) {
      found = engine.catalog().createImplicitly(turn, lost);
    }
    CollectionWriter writer = new CollectionWriter(engine, turn, engine.collections().of(found));
    DuplicateKey taken = writer.insert(document);
    if (taken != null) {
      // One with this _id has been moved before: nothing may be lost, so this one stays.
      throw taken.toException(lost);
    }
  }

  private Repairs entries(IndexEntry index) {
    Repairs done = Repairs.NOTHING;
    for (List<byte[]> slice = entries(index, null);
        !slice.isEmpty();
        slice = entries(index, slice.getLast())) {
      List<byte[]> keys = slice;
      done =
          done.plus(
              inTurn(Durability.BUFFERED, (turn, now) -> entries(turn, now, index.name(), keys)));
    }
    return done;
  }

  private List<byte[]> entries(IndexEntry index, byte @Nullable [] after) {
    List<byte[]> slice = new ArrayList<>();
    try (Execution execution = new Execution(operation);
        SortedCursor cursor =
            engine
                .storage()
                .sortedTable(index.ident())
                .open(
                    execution.view().storage(),
                    new KeyRange(after, false, null, true),
                    Direction.FORWARD)) {
      while (slice.size() < SLICE && cursor.advance()) {
        slice.add(Arrays.copyOf(cursor.key(), cursor.keyLength()));
      }
    }
    return slice;
  }

  private static Repairs entries(
      Turn turn, StoredCollection collection, String name, List<byte[]> keys) {
    long removed = 0;
    for (CollectionIndex index : collection.indexes()) {
      if (!index.name().equals(name)) {
        continue;
      }
      for (byte[] key : keys) {
        if (!CollectionCheck.belongs(index, collection, turn.transaction(), key)
            && index.table().delete(turn.transaction(), key)) {
          removed++;
        }
      }
    }
    return new Repairs(0, removed, 0, 0, 0, false);
  }

  private Repairs counts(Turn turn, StoredCollection collection) {
    RecordStore records = collection.records();
    long count = records.count(turn.transaction());
    long bytes = records.dataSizeBytes(turn.transaction());
    if (!fixesErrors) {
      return Repairs.NOTHING;
    }
    records.recount(turn.transaction());
    boolean changed =
        count != records.count(turn.transaction())
            || bytes != records.dataSizeBytes(turn.transaction());
    return new Repairs(0, 0, 0, 0, 0, changed);
  }
}

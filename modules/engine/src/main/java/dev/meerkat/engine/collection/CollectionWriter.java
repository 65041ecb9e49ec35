package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.engine.catalog.SystemViews;
import dev.meerkat.engine.diagnostic.Profiler;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.index.KeyGap;
import dev.meerkat.engine.index.Multikey;
import dev.meerkat.query.update.ChangeShape;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.values.KeyStringBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Changes single records of a collection in a turn, with their index entries. Whether a document
 * may be there is found out before anything is changed. Threads: confined to one turn.
 */
final class CollectionWriter {
  private final Engine engine;
  private final Turn turn;
  private final StoredCollection collection;

  /** What makes the keys of indexes with a collation; the others share that of the turn. */
  private @Nullable KeyStringBuilder @Nullable [] collated;

  /** What is known of keys that are free, by index. */
  private @Nullable KeyGap @Nullable [] gaps;

  private boolean rings;

  CollectionWriter(Engine engine, Turn turn, StoredCollection collection) {
    refuseOplog(engine, collection.namespace());
    this.engine = engine;
    this.turn = turn;
    this.collection = collection;
    turn.enter(collection.entry());
  }

  /**
   * Only turns write to the oplog and to pre-images.
   *
   * @throws ServerException 73
   */
  private static void refuseOplog(Engine engine, Namespace namespace) {
    if (engine.oplog().isOwn(namespace)) {
      throw cannotWrite(namespace);
    }
  }

  /**
   * Refuses what clients must not write to, though the server does.
   *
   * @throws ServerException 73
   */
  static void refuseForeign(Engine engine, Namespace namespace) {
    refuseOplog(engine, namespace);
    String name = namespace.collection();
    if (name.equals(Profiler.COLLECTION) || name.equals(SystemViews.NAME)) {
      throw cannotWrite(namespace);
    }
  }

  private static ServerException cannotWrite(Namespace namespace) {
    return new ServerException(ErrorCode.INVALID_NAMESPACE, "cannot write to " + namespace);
  }

  StoredCollection collection() {
    return collection;
  }

  private RecordStore records() {
    return collection.records();
  }

  private WriteTransaction transaction() {
    return turn.transaction();
  }

  private KeyStringBuilder builder(int i) {
    CollectionIndex index = collection.indexes().get(i);
    if (index.collation().isSimple()) {
      return turn.keyBuilder();
    }
    if (collated == null) {
      collated = new @Nullable KeyStringBuilder[collection.indexes().size()];
    }
    KeyStringBuilder known = collated[i];
    if (known == null) {
      known = index.keyBuilder();
      collated[i] = known;
    }
    return known;
  }

  private KeyGap gap(int i) {
    if (gaps == null) {
      gaps = new @Nullable KeyGap[collection.indexes().size()];
    }
    KeyGap known = gaps[i];
    if (known == null) {
      known = new KeyGap();
      gaps[i] = known;
    }
    return known;
  }

  private IndexKeys keys(int i, DocumentView document, long recordId) {
    return collection.indexes().get(i).keysToWrite(document, recordId, builder(i));
  }

  @Nullable DocumentView find(long recordId) {
    return records().find(transaction(), recordId);
  }

  /** The record of a document by its {@code _id} under simple comparison, or 0. */
  long findId(BsonValue id) {
    return idIndex().find(transaction(), builder(0).clear().append(id, false).toKey());
  }

  /** The document of an {@code _id}, or null. */
  @Nullable DocumentView find(IdSearch search) {
    return search.find(records(), idIndex(), transaction(), builder(0));
  }

  private CollectionIndex idIndex() {
    CollectionIndex index = collection.indexes().getFirst();
    if (!index.collation().isSimple()) {
      throw new IllegalStateException("the _id index has a collation");
    }
    return index;
  }

  /**
   * Inserts a document that is ready to be stored.
   *
   * @return the key that stands in its way, or null
   * @throws dev.meerkat.spi.ServerException an index cannot have the document; nothing is changed
   */
  @Nullable DuplicateKey insert(DocumentView document) {
    long recordId = collection.entry().life().nextRecordId(this::newestRecordId);
    List<CollectionIndex> indexes = collection.indexes();
    IndexKeys[] keys = new IndexKeys[indexes.size()];
    for (int i = 0; i < keys.length; i++) {
      CollectionIndex index = indexes.get(i);
      keys[i] = keys(i, document, recordId);
      turn.claim(index, keys[i].entries());
      IndexKeys.Entry taken =
          index.findDuplicate(transaction(), keys[i].entries(), recordId, gap(i));
      if (taken != null) {
        return DuplicateKey.of(index, taken);
      }
    }
    for (int i = 0; i < keys.length; i++) {
      indexes.get(i).insert(transaction(), keys[i].entries(), gap(i));
      noteMultikey(indexes.get(i), keys[i]);
    }
    records().insert(transaction(), recordId, document);
    turn.log().inserted(collection.entry(), document);
    CollectionOptions options = collection.entry().options();
    if (options.capped()) {
      trim(options);
      ringOnce();
    }
    return null;
  }

  private long newestRecordId() {
    try (Snapshot committed = engine.storage().openSnapshot()) {
      return records().maxRecordId(committed);
    }
  }

  /**
   * Replaces a record's document.
   *
   * @param shape how the change is told in the oplog
   * @return the key that stands in its way, or null
   * @throws dev.meerkat.spi.ServerException an index cannot have the document; nothing is changed
   */
  @Nullable DuplicateKey update(
      long recordId, DocumentView before, DocumentView after, ChangeShape shape) {
    turn.claim(records(), recordId);
    List<CollectionIndex> indexes = collection.indexes();
    List<IndexChange> changes = List.of();
    for (int i = 0; i < indexes.size(); i++) {
      CollectionIndex index = indexes.get(i);
      if (!index.compiled().mayRead(shape::mayTouch)) {
        continue;
      }
      IndexKeys old = keys(i, before, recordId);
      IndexKeys fresh = keys(i, after, recordId);
      List<IndexKeys.Entry> added = fresh.without(old);
      List<IndexKeys.Entry> removed = old.without(fresh);
      turn.claim(index, added);
      turn.claim(index, removed);
      IndexKeys.Entry taken = index.findDuplicate(transaction(), added, recordId, gap(i));
      if (taken != null) {
        return DuplicateKey.of(index, taken);
      }
      if (changes.isEmpty()) {
        changes = new ArrayList<>(indexes.size() - i);
      }
      changes.add(new IndexChange(index, removed, toPut(old, fresh), fresh, gap(i)));
    }
    for (int i = 0; i < changes.size(); i++) {
      IndexChange change = changes.get(i);
      change.index().remove(transaction(), change.removed());
      change.index().insert(transaction(), change.put(), change.gap());
      noteMultikey(change.index(), change.keys());
    }
    records().update(transaction(), recordId, before.length(), after);
    turn.log().updated(collection.entry(), before, after, shape);
    return null;
  }

  /** Removes a record. */
  void delete(long recordId, DocumentView document) {
    turn.claim(records(), recordId);
    collection.entry().life().beforeRemoval(this::newestRecordId);
    List<CollectionIndex> indexes = collection.indexes();
    for (int i = 0; i < indexes.size(); i++) {
      CollectionIndex index = indexes.get(i);
      IndexKeys keys = keys(i, document, recordId);
      turn.claim(index, keys.entries());
      index.remove(transaction(), keys.entries());
    }
    records().delete(transaction(), recordId, document.length());
    engine.collections().idHints().forget(records().ident(), document);
    turn.log().deleted(collection.entry(), document);
  }

  private record IndexChange(
      CollectionIndex index,
      List<IndexKeys.Entry> removed,
      List<IndexKeys.Entry> put,
      IndexKeys keys,
      KeyGap gap) {}

  /** Entries that are new, or whose key is old but stands for a value of another type. */
  private static List<IndexKeys.Entry> toPut(IndexKeys old, IndexKeys fresh) {
    List<IndexKeys.Entry> put = new ArrayList<>();
    for (IndexKeys.Entry entry : fresh.entries()) {
      boolean same = false;
      for (IndexKeys.Entry present : old.entries()) {
        if (Arrays.equals(present.key(), entry.key())) {
          same = Arrays.equals(present.typeBits(), entry.typeBits());
          break;
        }
      }
      if (!same) {
        put.add(entry);
      }
    }
    return put;
  }

  private void noteMultikey(CollectionIndex index, IndexKeys keys) {
    Multikey arrays = keys.multikey();
    if (arrays.isNone()) {
      return;
    }
    index.addMultikey(arrays);
    engine.catalog().noteMultikey(turn, collection.namespace(), index.name(), arrays);
  }

  /** Removes the oldest documents until the collection is within its cap. */
  private void trim(CollectionOptions options) {
    while (isOver(options)) {
      long oldest;
      DocumentView document;
      try (RecordCursor cursor = records().open(transaction(), Direction.FORWARD, 1)) {
        if (!cursor.advance()) {
          return;
        }
        oldest = cursor.recordId();
        document = cursor.current().retain();
      }
      delete(oldest, document);
    }
  }

  private boolean isOver(CollectionOptions options) {
    long count = records().count(transaction());
    return count > 1
        && (options.maxDocuments() > 0 && count > options.maxDocuments()
            || records().dataSizeBytes(transaction()) > options.sizeBytes());
  }

  private void ringOnce() {
    if (!rings) {
      rings = true;
      turn.afterCommit(collection.entry().life()::ring);
    }
  }
}

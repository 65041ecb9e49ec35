package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.index.KeyGap;
import dev.meerkat.engine.index.Multikey;
import dev.meerkat.engine.index.SideWrites;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.KeyString;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Adds records that exist to indexes that are being built. Threads: confined to one turn. */
public final class IndexFiller {
  private final Engine engine;
  private final Turn turn;
  private final StoredCollection collection;
  private final List<CollectionIndex> indexes = new ArrayList<>();

  /**
   * @param idents of the indexes to fill
   */
  public IndexFiller(Engine engine, Turn turn, StoredCollection collection, Set<String> idents) {
    this.engine = engine;
    this.turn = turn;
    this.collection = collection;
    for (CollectionIndex index : collection.indexes()) {
      if (idents.contains(index.ident())) {
        indexes.add(index);
      }
    }
  }

  /**
   * Adds a record, if it is still there; adding it again changes nothing. While the build goes on
   * an index may lack one that it cannot have.
   *
   * @throws ServerException 11000 where a unique index has its key already; or the build ends, and
   *     an index cannot have the document
   */
  public void add(long recordId) {
    DocumentView document = collection.records().find(turn.transaction(), recordId);
    if (document == null) {
      return;
    }
    for (CollectionIndex index : indexes) {
      IndexKeys keys = index.keysToWrite(document, recordId, index.keyBuilder());
      KeyGap gap = new KeyGap();
      requireFree(index, keys.entries(), recordId, gap);
      index.fill(turn.transaction(), keys.entries(), gap);
      noteMultikey(index, keys.multikey());
    }
  }

  /**
   * Adds entries of documents that were read before, those of records that have been changed since
   * left out.
   *
   * @param run in the order of their keys, from one to another
   * @param multikey where those documents have arrays
   * @throws ServerException 11000 where a unique index has one of the keys already
   */
  public void add(
      CollectionIndex index, List<IndexKeys.Entry> run, Multikey multikey, SideWrites changes) {
    noteMultikey(index, multikey);
    KeyGap gap = new KeyGap();
    for (IndexKeys.Entry entry : run) {
      long recordId = KeyString.decodeRecordId(entry.key(), entry.key().length);
      if (!changes.isChanged(recordId)) {
        List<IndexKeys.Entry> one = List.of(entry);
        requireFree(index, one, recordId, gap);
        index.fill(turn.transaction(), one, gap);
      }
    }
  }

  private void requireFree(
      CollectionIndex index, List<IndexKeys.Entry> entries, long recordId, KeyGap gap) {
    IndexKeys.Entry taken = index.findTaken(turn.transaction(), entries, recordId, gap);
    if (taken != null) {
      throw DuplicateKey.of(index, taken).toException(collection.namespace());
    }
  }

  private void noteMultikey(CollectionIndex index, Multikey multikey) {
    if (!multikey.isNone()) {
      index.addMultikey(multikey);
      engine.catalog().noteMultikey(turn, collection.namespace(), index.name(), multikey);
    }
  }
}

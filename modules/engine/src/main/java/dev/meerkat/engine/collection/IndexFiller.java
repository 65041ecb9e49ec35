package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
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
   * Adds a record, if it is still there; adding it again changes nothing.
   *
   * @throws ServerException 11000 where a unique index has its key already
   */
  public void add(long recordId) {
    DocumentView document = collection.records().find(turn.transaction(), recordId);
    if (document == null) {
      return;
    }
    for (CollectionIndex index : indexes) {
      IndexKeys keys = index.keys(document, recordId);
      IndexKeys.Entry taken = index.findDuplicate(turn.transaction(), keys.entries(), recordId);
      if (taken != null) {
        throw DuplicateKey.of(index, taken).toException(collection.namespace());
      }
      index.insert(turn.transaction(), keys.entries());
      if (!keys.multikey().isNone()) {
        index.addMultikey(keys.multikey());
        engine.catalog().noteMultikey(turn, collection.namespace(), index.name(), keys.multikey());
      }
    }
  }
}

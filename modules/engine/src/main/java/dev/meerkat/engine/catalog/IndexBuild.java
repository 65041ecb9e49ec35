package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.collection.IndexFiller;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Fills indexes that are registered and maintained by writers already: the records are found in
 * slices on snapshots, and each is read again and indexed in a turn. Threads: confined to one
 * operation.
 */
final class IndexBuild {
  private static final int SLICE = 1_000;

  private final Engine engine;
  private final Operation operation;
  private final CollectionEntry entry;
  private final Set<String> idents = new HashSet<>();

  IndexBuild(Engine engine, Operation operation, CollectionEntry entry, List<IndexEntry> building) {
    this.engine = engine;
    this.operation = operation;
    this.entry = entry;
    building.forEach(index -> idents.add(index.ident()));
  }

  void run() {
    try {
      long done = 0;
      tell(done);
      for (List<Long> slice = slice(0); !slice.isEmpty(); slice = slice(slice.getLast())) {
        operation.interruption().checkNow();
        List<Long> records = slice;
        var _ = engine.turns().write(Durability.BUFFERED, turn -> fill(turn, records));
        done += slice.size();
        tell(done);
      }
      var _ = engine.turns().write(operation.durability(), this::finish);
    } catch (RuntimeException e) {
      abandon();
      throw e;
    } finally {
      operation.progress(null);
    }
  }

  /** Shows in currentOp how many documents have been read; inserted ones may come on top. */
  private void tell(long done) {
    long total;
    try (Execution execution = new Execution(operation)) {
      total = engine.storage().recordStore(entry.ident()).count(execution.view().storage());
    }
    operation.progress(
        new Operation.Progress("Index Build: scanning collection", done, Math.max(done, total)));
  }

  private List<Long> slice(long after) {
    List<Long> slice = new ArrayList<>();
    try (Execution execution = new Execution(operation)) {
      CollectionEntry now = execution.view().catalog().find(entry.namespace());
      if (now == null || !now.uuid().equals(entry.uuid())) {
        return slice;
      }
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

  /** Writers insert into the indexes, too; whatever they have done already is only done again. */
  private int fill(Turn turn, List<Long> records) {
    CollectionEntry now = turn.catalog().find(entry.namespace());
    if (now == null || !now.uuid().equals(entry.uuid())) {
      return 0;
    }
    IndexFiller filler = new IndexFiller(engine, turn, engine.collections().of(now), idents);
    for (long recordId : records) {
      filler.add(recordId);
    }
    return records.size();
  }

  private int finish(Turn turn) {
    CollectionEntry now = turn.catalog().find(entry.namespace());
    if (now != null && now.uuid().equals(entry.uuid())) {
      List<IndexEntry> indexes = new ArrayList<>();
      for (IndexEntry index : now.indexes()) {
        indexes.add(idents.contains(index.ident()) ? index.asReady() : index);
      }
      engine.catalog().put(turn, now.withIndexes(indexes));
      CatalogLog.indexed(
          turn.log(),
          now,
          indexes.stream().filter(index -> idents.contains(index.ident())).toList());
      turn.timestamp();
    }
    return idents.size();
  }

  /** Takes the indexes back; a failure to do so must not hide the reason for it. */
  private void abandon() {
    try {
      boolean taken = engine.turns().write(Durability.BUFFERED, this::takeBack);
      if (taken) {
        engine.catalog().drops().removeIdents(List.copyOf(idents));
      }
    } catch (ServerException _) {
      // The next start removes what is left.
    }
  }

  /** Answers false where the whole collection has gone, and its tables with it. */
  private boolean takeBack(Turn turn) {
    CollectionEntry now = turn.catalog().find(entry.namespace());
    if (now == null || !now.uuid().equals(entry.uuid())) {
      return false;
    }
    List<IndexEntry> rest = new ArrayList<>(now.indexes());
    if (!rest.removeIf(index -> idents.contains(index.ident()))) {
      return false;
    }
    engine.catalog().put(turn, now.withIndexes(rest));
    return true;
  }
}

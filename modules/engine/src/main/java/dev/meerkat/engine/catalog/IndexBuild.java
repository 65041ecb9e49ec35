package dev.meerkat.engine.catalog;

import dev.meerkat.engine.CurrentOp;
import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.collection.IndexFiller;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.index.SideWrites;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
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
 * Fills indexes that are registered and maintained by writers already. Documents are read in slices
 * on snapshots until their entries fill the memory; these go into the index in the order of their
 * keys, some in a turn. Records that were changed meanwhile are left out and read again in the end,
 * as are those that an index cannot have: the build fails where these are still there. Threads:
 * confined to one operation.
 */
final class IndexBuild {
  private static final ErrorCode ABORTED = ErrorCode.of(276);
  private static final int SLICE = 1_000;

  private final Engine engine;
  private final Operation operation;
  private final CollectionEntry entry;
  private final SideWrites changes;
  private final long memoryBytes;
  private final Set<String> idents = new HashSet<>();
  private final List<IndexRun> runs = new ArrayList<>();
  private final List<Long> again = new ArrayList<>();
  private long scanned;
  private long lastRecord;

  /**
   * @param changes told by writers since the indexes are there
   * @param memoryBytes about how much the entries in memory may take
   */
  IndexBuild(
      Engine engine,
      Operation operation,
      CollectionEntry entry,
      List<IndexEntry> building,
      SideWrites changes,
      long memoryBytes) {
    this.engine = engine;
    this.operation = operation;
    this.entry = entry;
    this.changes = changes;
    this.memoryBytes = memoryBytes;
    building.forEach(index -> idents.add(index.ident()));
    indexes(engine, entry, building).forEach(index -> runs.add(new IndexRun(index)));
  }

  /** The indexes of a collection that some of its entries describe. */
  static List<CollectionIndex> indexes(
      Engine engine, CollectionEntry entry, List<IndexEntry> wanted) {
    Set<String> idents = new HashSet<>();
    wanted.forEach(index -> idents.add(index.ident()));
    return engine.collections().of(entry).indexes().stream()
        .filter(index -> idents.contains(index.ident()))
        .toList();
  }

  void run() {
    try {
      boolean more = true;
      while (more) {
        more = scan();
        if (!more || runs.stream().mapToLong(IndexRun::bytes).sum() >= memoryBytes) {
          for (IndexRun run : runs) {
            put(run);
          }
        }
      }
      drain();
      var _ = engine.turns().write(operation.durability(), this::finish);
    } catch (RuntimeException e) {
      abandon();
      throw e;
    } finally {
      operation.current().progress(null);
      entry.life().ring();
    }
  }

  /** Reads a slice; answers whether more may follow. */
  private boolean scan() {
    operation.interruption().check();
    boolean more = false;
    try (Execution execution = new Execution(operation)) {
      requireGoingOn(execution.view().catalog());
      RecordStore records = engine.storage().recordStore(entry.ident());
      try (RecordCursor cursor =
          records.open(execution.view().storage(), Direction.FORWARD, lastRecord + 1)) {
        int read = 0;
        while (read < SLICE && cursor.advance() && cursor.recordId() <= changes.lastOld()) {
          lastRecord = cursor.recordId();
          add(cursor.current(), lastRecord);
          read++;
        }
        scanned += read;
        more = read == SLICE;
      }
      // Who looks on sees how many documents have been read; inserted ones may come on top.
      long total = records.count(execution.view().storage());
      tell("scanning collection", scanned, Math.max(scanned, total));
    }
    return more;
  }

  /**
   * Adds a document.
   *
   * @throws ServerException an index cannot have it, and nobody has changed it since
   */
  private void add(DocumentView document, long recordId) {
    try {
      for (IndexRun run : runs) {
        run.add(document, recordId);
      }
    } catch (ServerException e) {
      if (!changes.isChanged(recordId)) {
        throw e;
      }
      // It is read again anyway.
    }
  }

  private void tell(String phase, long done, long total) {
    operation.current().progress(new CurrentOp.Progress("Index Build: " + phase, done, total));
  }

  private void put(IndexRun run) {
    List<IndexKeys.Entry> entries = run.sorted();
    int start = 0;
    // Once at least: documents without entries, too, may make an index one of many keys.
    do {
      operation.interruption().check();
      tell("inserting keys from external sorter into index", start, entries.size());
      int end = Math.min(entries.size(), start + SLICE);
      List<IndexKeys.Entry> slice = entries.subList(start, end);
      var _ =
          engine
              .turns()
              .write(
                  Durability.BUFFERED,
                  turn -> {
                    filler(turn).add(run.index(), slice, run.multikey(), changes);
                    return slice.size();
                  });
      start = end;
    } while (start < entries.size());
    run.clear();
  }

  /** Reads again what was changed, until little is left for the turn that ends the build. */
  private void drain() {
    long drained = 0;
    int count = SLICE;
    while (count >= SLICE) {
      operation.interruption().check();
      tell("draining writes received during build", drained, drained);
      count = engine.turns().write(Durability.BUFFERED, turn -> drain(turn, SLICE));
      drained += count;
      again.clear();
    }
  }

  /** What a turn that failed has taken is still there when it runs again. */
  private int drain(Turn turn, int most) {
    changes.take(again, most);
    IndexFiller filler = filler(turn);
    again.forEach(filler::add);
    return again.size();
  }

  private IndexFiller filler(Turn turn) {
    CollectionEntry now = requireGoingOn(turn.catalog());
    return new IndexFiller(engine, turn, engine.collections().of(now), idents);
  }

  private int finish(Turn turn) {
    changes.close();
    int _ = drain(turn, Integer.MAX_VALUE);
    IndexFiller filler = filler(turn);
    changes.skipped().forEach(filler::add);
    // Looked at after what was read again, which may have met arrays.
    CollectionEntry now = requireGoingOn(turn.catalog());
    List<IndexEntry> indexes = new ArrayList<>();
    List<IndexEntry> built = new ArrayList<>();
    for (IndexEntry index : now.indexes()) {
      boolean isOwn = idents.contains(index.ident());
      indexes.add(isOwn ? index.asReady() : index);
      if (isOwn) {
        built.add(index.asReady());
      }
    }
    engine.catalog().put(turn, now.withIndexes(indexes));
    CatalogLog.indexed(turn.log(), now, built);
    turn.timestamp();
    runs.forEach(run -> turn.afterCommit(run.index()::endBuild));
    return built.size();
  }

  /** The collection as it is, unless it or the indexes have gone. */
  private CollectionEntry requireGoingOn(CatalogSnapshot catalog) {
    CollectionEntry now = catalog.find(entry.namespace());
    if (now == null || !now.uuid().equals(entry.uuid())) {
      throw new ServerException(
          ABORTED, "Index build aborted: collection dropped: " + entry.namespace().fullName());
    }
    if (now.indexes().stream().noneMatch(index -> idents.contains(index.ident()))) {
      throw new ServerException(ABORTED, "Index build aborted: dropIndexes command");
    }
    return now;
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

  /** Answers false where they have gone, and their tables with them. */
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

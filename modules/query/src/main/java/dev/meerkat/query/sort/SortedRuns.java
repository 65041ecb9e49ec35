package dev.meerkat.query.sort;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.SpilledRun;
import dev.meerkat.spi.Spills;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Rows outside of memory, in runs that are each in order, and merged when they are read. Rows that
 * sort alike come in the order of their runs. Threads: confined to one operation.
 */
final class SortedRuns implements AutoCloseable {
  /** So many files are open at most; more are first merged into one. */
  private static final int MAX_RUNS = 64;

  private static final byte[] KEY = BsonBytes.nameBytes("k");
  private static final byte[] INDEX_KEY = BsonBytes.nameBytes("i");
  private static final byte[] RECORD_ID = BsonBytes.nameBytes("r");
  private static final byte[] METADATA = BsonBytes.nameBytes("m");

  private final Spills spills;
  private final DocumentBuilder side = new DocumentBuilder(256);
  private final PriorityQueue<Head> heads;
  private List<SpilledRun> runs = new ArrayList<>();
  private @Nullable Head current;

  /** A run at one of its rows. */
  private static final class Head {
    private final int index;
    private final SpilledRun.Reader run;
    private SortKey key;

    Head(int index, SpilledRun.Reader run) {
      this.index = index;
      this.run = run;
      this.key = keyOf(run);
    }

    private static SortKey keyOf(SpilledRun.Reader run) {
      DocumentView values = part(run, KEY);
      if (values == null) {
        throw new IllegalStateException("a row without its key");
      }
      return new SortKey(values);
    }
  }

  SortedRuns(Comparator<SortKey> keys, Spills spills) {
    this.spills = spills;
    this.heads =
        new PriorityQueue<>(
            (a, b) -> {
              int comparison = keys.compare(a.key, b.key);
              return comparison != 0 ? comparison : Integer.compare(a.index, b.index);
            });
  }

  /**
   * Adds a run of rows that are in order and all came later than those before.
   *
   * @param interruptCheck called now and then; throws where there is to be an end
   */
  void add(Iterable<SortedRow> rows, Runnable interruptCheck) {
    if (runs.size() == MAX_RUNS) {
      mergeAll(interruptCheck);
    }
    SpilledRun run = spills.begin();
    runs.add(run);
    for (SortedRow row : rows) {
      side.clear();
      side.appendDocument(KEY, row.key().values()).appendInt64(RECORD_ID, row.recordId());
      if (!row.indexKey().isEmpty()) {
        side.appendDocument(INDEX_KEY, row.indexKey());
      }
      if (row.document().metadata() != null) {
        side.append(METADATA, row.document().metadata());
      }
      run.add(row.document(), side.toView());
      interruptCheck.run();
    }
  }

  private void mergeAll(Runnable interruptCheck) {
    SpilledRun merged = spills.begin();
    List<SpilledRun> old = runs;
    try {
      beginReading();
      while (advance()) {
        merged.add(head().run.document(), head().run.side());
        interruptCheck.run();
      }
    } catch (RuntimeException e) {
      merged.close();
      throw e;
    }
    old.forEach(SpilledRun::close);
    runs = new ArrayList<>(List.of(merged));
  }

  /** Nothing is added any more. */
  void beginReading() {
    current = null;
    for (int i = 0; i < runs.size(); i++) {
      SpilledRun.Reader reader = runs.get(i).read(0);
      if (reader.advance()) {
        heads.add(new Head(i, reader));
      }
    }
  }

  boolean advance() {
    Head last = current;
    if (last != null && last.run.advance()) {
      last.key = Head.keyOf(last.run);
      heads.add(last);
    }
    current = heads.poll();
    return current != null;
  }

  /** The row at hand, valid until the next {@link #advance()}. */
  SortedRow row() {
    Head head = head();
    DocumentView indexKey = part(head.run, INDEX_KEY);
    DocumentView metadata = part(head.run, METADATA);
    DocumentView document = head.run.document();
    int recordId = head.run.side().find(RECORD_ID);
    byte[] array = head.run.side().array();
    return new SortedRow(
        head.key,
        0,
        metadata == null ? document : document.withMetadata(metadata.toBson()),
        indexKey == null ? DocumentView.EMPTY : indexKey,
        BsonBytes.int64(array, BsonBytes.valueOffset(array, recordId)));
  }

  private Head head() {
    if (current == null) {
      throw new IllegalStateException("no row");
    }
    return current;
  }

  private static @Nullable DocumentView part(SpilledRun.Reader run, byte[] name) {
    int element = run.side().find(name);
    if (element < 0) {
      return null;
    }
    byte[] array = run.side().array();
    int value = BsonBytes.valueOffset(array, element);
    return DocumentView.borrowed(array, value);
  }

  @Override
  public void close() {
    runs.forEach(SpilledRun::close);
  }
}

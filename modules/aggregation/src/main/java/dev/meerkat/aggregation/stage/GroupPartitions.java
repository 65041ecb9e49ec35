package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.SpilledRun;
import dev.meerkat.spi.Spills;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a {@code $group} for which memory was short, spilled by the hash of their key.
 * Threads: confined to one operation.
 */
final class GroupPartitions implements AutoCloseable {
  private static final int BITS = 4;
  private static final int COUNT = 1 << BITS;

  /** So often can what was partitioned be partitioned again. */
  static final int MAX_LEVEL = Integer.SIZE / BITS;

  private final SpilledRun[] runs;
  private final int level;

  private GroupPartitions(SpilledRun[] runs, int level) {
    this.runs = runs;
    this.level = level;
  }

  /**
   * @param level how many times what comes has been partitioned before, below {@link #MAX_LEVEL}
   */
  static GroupPartitions begin(Spills spills, int level) {
    List<SpilledRun> begun = new ArrayList<>(COUNT);
    try {
      while (begun.size() < COUNT) {
        begun.add(spills.begin());
      }
    } catch (RuntimeException e) {
      begun.forEach(SpilledRun::close);
      throw e;
    }
    return new GroupPartitions(begun.toArray(SpilledRun[]::new), level);
  }

  /** The partition of a hash, from other bits on each level. */
  private int place(int hash) {
    return (hash * 0x9E3779B9) >>> (Integer.SIZE - BITS * (level + 1)) & (COUNT - 1);
  }

  void add(DocumentView document, int hash) {
    SpilledDocuments.add(runs[place(hash)], document);
  }

  /**
   * The results of one partition after the other.
   *
   * @param groups those that were made before
   * @param results of one partition: of its groups that were made before, and its documents
   */
  Cursor results(
      List<GroupTable.Group> groups,
      BiFunction<List<GroupTable.Group>, SpilledRun.Reader, Cursor> results) {
    List<List<GroupTable.Group>> begun = new ArrayList<>(COUNT);
    for (int i = 0; i < COUNT; i++) {
      begun.add(new ArrayList<>());
    }
    for (GroupTable.Group group : groups) {
      begun.get(place(group.hash())).add(group);
    }
    return new Results(begun, results);
  }

  @Override
  public void close() {
    for (SpilledRun run : runs) {
      run.close();
    }
  }

  private final class Results implements Cursor {
    private final List<List<GroupTable.Group>> begun;
    private final BiFunction<List<GroupTable.Group>, SpilledRun.Reader, Cursor> results;
    private int next;
    private @Nullable Cursor current;

    Results(
        List<List<GroupTable.Group>> begun,
        BiFunction<List<GroupTable.Group>, SpilledRun.Reader, Cursor> results) {
      this.begun = begun;
      this.results = results;
    }

    @Override
    public boolean advance() {
      while (current == null || !current.advance()) {
        if (current != null) {
          current.close();
          current = null;
        }
        if (next == COUNT) {
          return false;
        }
        current = results.apply(begun.set(next, List.of()), runs[next].read(0));
        runs[next].close();
        next++;
      }
      return true;
    }

    @Override
    public DocumentView current() {
      if (current == null) {
        throw new IllegalStateException("no document");
      }
      return current.current();
    }

    @Override
    public void close() {
      if (current != null) {
        current.close();
      }
      GroupPartitions.this.close();
    }
  }
}

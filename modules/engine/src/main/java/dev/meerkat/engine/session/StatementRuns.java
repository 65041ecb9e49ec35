package dev.meerkat.engine.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which statements of one retryable write have been done. Threads: guarded by the lock of {@link
 * RetryableWrites}.
 */
final class StatementRuns {
  /** By their first statement; nearly all writes have one. */
  private final List<StatementRun> runs = new ArrayList<>(1);

  /** The run that a statement was done in, or null where it has not been done. */
  @Nullable StatementRun find(int statement) {
    int place = place(statement);
    StatementRun run = place >= 0 ? runs.get(place) : place < -1 ? runs.get(-2 - place) : null;
    return run != null && statement <= run.last() ? run : null;
  }

  /** Whether they are the commit of a transaction, whose number is below those of statements. */
  boolean isCommit() {
    return !runs.isEmpty() && runs.getFirst().first() < 0;
  }

  /** Adds a run; it takes the place of one that begins with the same statement. */
  void add(StatementRun run) {
    int place = place(run.first());
    if (place >= 0) {
      runs.set(place, run);
    } else {
      runs.add(-1 - place, run);
    }
  }

  /** Forgets everything, as another write begins. */
  void clear() {
    runs.clear();
  }

  /** Where the run that begins with a statement stands, or -1 less where it would. */
  private int place(int first) {
    int low = 0;
    int high = runs.size() - 1;
    // Most come behind all others.
    if (high >= 0 && runs.get(high).first() < first) {
      return -2 - high;
    }
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = runs.get(middle).first();
      if (found == first) {
        return middle;
      }
      if (found < first) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1 - low;
  }
}

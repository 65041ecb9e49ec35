package dev.meerkat.engine;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far an operation has come and what it has looked at, for {@code currentOp}, the profiler and
 * the log. Threads: written by the operation's own; any thread may read it.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/currentOp/">currentOp</a>
 */
public final class CurrentOp {
  private volatile Supplier<String> planSummary = () -> "";
  private volatile @Nullable Progress progress;
  private long keysExamined;
  private long docsExamined;

  CurrentOp() {}

  /**
   * How far something has come that takes long.
   *
   * @param message what it is
   * @param total how much there is to do, as far as that is known
   */
  public record Progress(String message, long done, long total) {}

  /** How the query is answered: {@code IXSCAN { a: 1 }}. */
  public String planSummary() {
    return planSummary.get();
  }

  /**
   * @param summary asked by whoever wants to know, perhaps on another thread; most often nobody
   */
  public void planSummary(Supplier<String> summary) {
    planSummary = summary;
  }

  /** How far the command has come, or null where nobody counts. */
  public @Nullable Progress progress() {
    return progress;
  }

  public void progress(@Nullable Progress reached) {
    progress = reached;
  }

  /** Notes what the command's queries have looked at. */
  public void examined(long keys, long documents) {
    keysExamined += keys;
    docsExamined += documents;
  }

  /** Index keys that the command's queries have looked at. */
  public long keysExamined() {
    return keysExamined;
  }

  /** Documents that the command's queries have looked at. */
  public long docsExamined() {
    return docsExamined;
  }
}

package dev.meerkat.spi.query;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One walk of a {@link MovingFunction} through a partition. Threads: confined to one operation. */
final class MovingRun<E extends @Nullable Object> implements WindowFunction.Run {
  private final MovingFunction<E> function;
  private final WindowPartition partition;
  private final EvaluationScope scope;
  private final WindowBounds.Frame frame;
  private final MovingFunction.Window<E> window;

  // A queue: its head is at `left`, counted from `first`. An ArrayDeque takes no null.
  private final List<E> entries = new ArrayList<>();
  private int first;
  private int left;
  private int entered;

  MovingRun(MovingFunction<E> function, WindowPartition partition, EvaluationScope scope) {
    this.function = function;
    this.partition = partition;
    this.scope = scope;
    this.frame = function.bounds().open(partition, scope);
    this.window = function.start();
  }

  @Override
  public @Nullable BsonValue value(int index) {
    frame.moveTo(index);
    if (entered < frame.from()) {
      skipTo(frame.from());
    }
    while (entered < frame.to()) {
      scope.checkInterrupted();
      E entry = function.read(partition.document(entered), scope);
      entered++;
      entries.add(entry);
      window.add(entry);
      window.checkLimit(scope);
    }
    while (left < frame.from()) {
      scope.checkInterrupted();
      window.remove(entries.get(left - first));
      left++;
    }
    if (left - first > entries.size() / 2) {
      entries.subList(0, left - first).clear();
      first = left;
    }
    return window.value();
  }

  /** What is between two windows that do not touch never enters one. */
  private void skipTo(int from) {
    while (left < entered) {
      window.remove(entries.get(left - first));
      left++;
    }
    entries.clear();
    first = from;
    left = from;
    entered = from;
  }

  @Override
  public long memoryBytes() {
    return 64 + 32L * entries.size() + window.memoryBytes();
  }
}

package dev.meerkat.aggregation.window;

import dev.meerkat.aggregation.accumulator.AccumulatedValues;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.MovingFunction;
import java.util.ArrayDeque;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The greatest or the least value of a moving window; null and missing ones do not count. It keeps
 * the values that can still become the answer, best first: a step costs a constant number of
 * comparisons on average. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/max/">$max</a>
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/min/">$min</a>
 */
final class ExtremeWindow implements MovingFunction.Window<@Nullable BsonValue> {
  private final ValueOrder order;
  private final boolean greatest;
  private final ArrayDeque<Candidate> candidates = new ArrayDeque<>();
  private long arrivals;
  private long departures;

  private ExtremeWindow(ValueOrder order, boolean greatest) {
    this.order = order;
    this.greatest = greatest;
  }

  static ExtremeWindow greatest(ValueOrder order) {
    return new ExtremeWindow(order, true);
  }

  static ExtremeWindow least(ValueOrder order) {
    return new ExtremeWindow(order, false);
  }

  @Override
  public void add(@Nullable BsonValue value) {
    long arrival = arrivals++;
    if (value == null || AccumulatedValues.isNullish(value)) {
      return;
    }
    while (!candidates.isEmpty() && beats(value, candidates.getLast().value)) {
      candidates.removeLast();
    }
    candidates.addLast(new Candidate(value, arrival));
  }

  /** Of equal values the oldest is the least, and the youngest the greatest. */
  private boolean beats(BsonValue value, BsonValue older) {
    int comparison = order.compare(value, older);
    return greatest ? comparison >= 0 : comparison < 0;
  }

  @Override
  public void remove(@Nullable BsonValue value) {
    long departure = departures++;
    if (!candidates.isEmpty() && candidates.getFirst().arrival == departure) {
      candidates.removeFirst();
    }
  }

  @Override
  public BsonValue value() {
    return candidates.isEmpty() ? BsonNull.VALUE : candidates.getFirst().value;
  }

  @Override
  public long memoryBytes() {
    return 64 + 48L * candidates.size();
  }

  private record Candidate(BsonValue value, long arrival) {}
}

package dev.meerkat.aggregation.accumulator;

import dev.meerkat.spi.query.EvaluationScope;

/**
 * How many bytes the values of one group may have, by a server parameter that is looked at once.
 * Threads: confined to one operation.
 */
final class ValuesLimit {
  /** The parameter of accumulators that keep the first of many values in some order. */
  static final String OF_BEST = "internalQueryTopNAccumulatorBytes";

  private final String name;
  private final String parameter;
  private long bytes = -1;

  /**
   * A limit.
   *
   * @param name the accumulator's
   */
  ValuesLimit(String name, String parameter) {
    this.name = name;
    this.parameter = parameter;
  }

  /** Refuses more than is allowed. */
  void check(long used, EvaluationScope scope) {
    if (bytes < 0) {
      bytes = scope.spills().limit(parameter, AccumulatedValues.MAX_BYTES);
    }
    AccumulatedValues.checkMemory(name, used, bytes);
  }
}

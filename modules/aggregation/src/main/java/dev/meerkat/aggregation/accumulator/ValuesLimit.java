package dev.meerkat.aggregation.accumulator;

import dev.meerkat.spi.query.EvaluationScope;

/**
 * How many bytes the values of one group, or window, may have, by a server parameter that is looked
 * at once. Threads: confined to one operation.
 */
public final class ValuesLimit {
  /** The parameter of accumulators that keep the first of many values in some order. */
  static final String OF_BEST = "internalQueryTopNAccumulatorBytes";

  /** The parameter of {@code $push}. */
  public static final String OF_PUSH = "internalQueryMaxPushBytes";

  /** The parameter of {@code $addToSet}. */
  public static final String OF_ADD_TO_SET = "internalQueryMaxAddToSetBytes";

  /** The parameter of {@code $concatArrays}. */
  public static final String OF_CONCAT_ARRAYS = "internalQueryMaxConcatArraysBytes";

  /** The parameter of {@code $setUnion}. */
  public static final String OF_SET_UNION = "internalQueryMaxSetUnionBytes";

  private final String name;
  private final String parameter;
  private long bytes = -1;

  /**
   * A limit.
   *
   * @param name the accumulator's
   */
  public ValuesLimit(String name, String parameter) {
    this.name = name;
    this.parameter = parameter;
  }

  /** Refuses more than is allowed. */
  public void check(long used, EvaluationScope scope) {
    if (bytes < 0) {
      bytes = scope.spills().limit(parameter, AccumulatedValues.MAX_BYTES);
    }
    AccumulatedValues.checkMemory(name, used, bytes);
  }
}

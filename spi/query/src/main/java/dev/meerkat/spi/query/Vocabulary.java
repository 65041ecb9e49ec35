package dev.meerkat.spi.query;

import dev.meerkat.spi.Claims;
import java.util.Collection;

/**
 * Every operator of the query language that this server knows, by its wire name. Built once at
 * start from all providers and handed down by constructor. Threads: immutable.
 */
public record Vocabulary(
    Claims<ExpressionProvider> expressions,
    Claims<FilterProvider> filters,
    Claims<AccumulatorProvider> accumulators,
    Claims<StageProvider> stages) {

  /**
   * Collects what the providers bring.
   *
   * @throws IllegalStateException two providers bring the same name
   */
  public static Vocabulary of(
      Collection<? extends ExpressionProvider> expressions,
      Collection<? extends FilterProvider> filters,
      Collection<? extends AccumulatorProvider> accumulators,
      Collection<? extends StageProvider> stages) {
    return new Vocabulary(
        Claims.of("expression", expressions, ExpressionProvider::names),
        Claims.of("filter operator", filters, FilterProvider::names),
        Claims.of("accumulator", accumulators, AccumulatorProvider::names),
        Claims.of("stage", stages, StageProvider::names));
  }
}

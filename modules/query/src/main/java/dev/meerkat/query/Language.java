package dev.meerkat.query;

import dev.meerkat.spi.Claims;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.StageProvider;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.spi.query.WindowFunctionProvider;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.jspecify.annotations.Nullable;

/**
 * The operators and stages that the server knows: the vocabulary in which filters, expressions and
 * pipelines are written. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/">Operators</a>
 */
public final class Language {
  private final Claims<ExpressionProvider> expressions;
  private final Claims<FilterProvider> filters;
  private final Claims<AccumulatorProvider> accumulators;
  private final Claims<StageProvider> stages;
  private final Claims<WindowFunctionProvider> windowFunctions;

  /** A language without window functions. */
  public Language(
      Collection<? extends ExpressionProvider> expressions,
      Collection<? extends FilterProvider> filters,
      Collection<? extends AccumulatorProvider> accumulators,
      Collection<? extends StageProvider> stages) {
    this(expressions, filters, accumulators, stages, List.of());
  }

  /**
   * @throws Claims.ClaimedTwice two providers claim the same name; the text names both
   */
  public Language(
      Collection<? extends ExpressionProvider> expressions,
      Collection<? extends FilterProvider> filters,
      Collection<? extends AccumulatorProvider> accumulators,
      Collection<? extends StageProvider> stages,
      Collection<? extends WindowFunctionProvider> windowFunctions) {
    this.expressions = Claims.of("expression", expressions, ExpressionProvider::names);
    this.filters = Claims.of("filter", filters, FilterProvider::names);
    this.accumulators = Claims.of("accumulator", accumulators, AccumulatorProvider::names);
    this.stages = Claims.of("stage", stages, StageProvider::names);
    this.windowFunctions =
        Claims.of("window function", windowFunctions, WindowFunctionProvider::names);
  }

  /** The scope in which a command's specs are parsed. */
  public ParseScope scope(ParseOptions options) {
    return LanguageScope.root(this, options, Set.of());
  }

  /** The scope of specs that come after a filter whose documents have metadata. */
  public ParseScope scope(ParseOptions options, Set<String> metadata) {
    return LanguageScope.root(this, options, Set.of()).withMetadata(metadata);
  }

  /**
   * Parses a command's own pipeline.
   *
   * @param places what the pipeline runs in: {@code TRANSACTION}, {@code API_STRICT}, …; none for a
   *     plain aggregate
   */
  public Pipeline pipeline(BsonArray spec, ParseOptions options, Set<StageTraits.Place> places) {
    return pipeline(spec, options, places, 0);
  }

  /**
   * The same of a pipeline over a view.
   *
   * @param viewStages how many of the stages are the view's: what must be first over a collection
   *     may also be first behind them
   */
  public Pipeline pipeline(
      BsonArray spec, ParseOptions options, Set<StageTraits.Place> places, int viewStages) {
    return LanguageScope.root(this, options, places).pipeline(spec, viewStages);
  }

  /** The provider of an expression operator, or null where the name is unknown. */
  public @Nullable ExpressionProvider expression(String name) {
    return expressions.find(name);
  }

  /** The provider of a filter operator, or null where the name is unknown. */
  public @Nullable FilterProvider filter(String name) {
    return filters.find(name);
  }

  /** The provider of an accumulator, or null where the name is unknown. */
  public @Nullable AccumulatorProvider accumulator(String name) {
    return accumulators.find(name);
  }

  /** The provider of a stage, or null where the name is unknown. */
  public @Nullable StageProvider stage(String name) {
    return stages.find(name);
  }

  /** The provider of a window function, or null where the name is unknown. */
  public @Nullable WindowFunctionProvider windowFunction(String name) {
    return windowFunctions.find(name);
  }

  /** The names of all expression operators, sorted. */
  public SortedSet<String> expressionNames() {
    return new TreeSet<>(expressions.names());
  }

  /** The names of all filter operators, sorted. */
  public SortedSet<String> filterNames() {
    return new TreeSet<>(filters.names());
  }

  /** The names of all accumulators, sorted. */
  public SortedSet<String> accumulatorNames() {
    return new TreeSet<>(accumulators.names());
  }

  /** The names of all stages, sorted. */
  public SortedSet<String> stageNames() {
    return new TreeSet<>(stages.names());
  }
}

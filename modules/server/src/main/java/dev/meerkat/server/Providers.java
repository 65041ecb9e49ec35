package dev.meerkat.server;

import dev.meerkat.spi.auth.AuthMechanismProvider;
import dev.meerkat.spi.command.CommandProvider;
import dev.meerkat.spi.index.IndexTypeProvider;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.StageProvider;
import dev.meerkat.spi.query.WindowFunctionProvider;
import dev.meerkat.spi.storage.StorageProvider;
import java.util.ArrayList;
import java.util.List;

/** The providers that one place holds, or several together. Threads: immutable. */
record Providers(
    List<ExpressionProvider> expressions,
    List<FilterProvider> filters,
    List<AccumulatorProvider> accumulators,
    List<StageProvider> stages,
    List<WindowFunctionProvider> windowFunctions,
    List<IndexTypeProvider> indexTypes,
    List<CommandProvider> commands,
    List<AuthMechanismProvider> mechanisms,
    List<StorageProvider> storages) {

  /** A place where providers stand. */
  interface Source {
    /** All providers of one service there, each once. */
    <S> List<S> load(Class<S> service);
  }

  static Providers from(Source source) {
    return new Providers(
        source.load(ExpressionProvider.class),
        source.load(FilterProvider.class),
        source.load(AccumulatorProvider.class),
        source.load(StageProvider.class),
        source.load(WindowFunctionProvider.class),
        source.load(IndexTypeProvider.class),
        source.load(CommandProvider.class),
        source.load(AuthMechanismProvider.class),
        source.load(StorageProvider.class));
  }

  /** These and those. */
  Providers plus(Providers more) {
    return new Providers(
        join(expressions, more.expressions),
        join(filters, more.filters),
        join(accumulators, more.accumulators),
        join(stages, more.stages),
        join(windowFunctions, more.windowFunctions),
        join(indexTypes, more.indexTypes),
        join(commands, more.commands),
        join(mechanisms, more.mechanisms),
        join(storages, more.storages));
  }

  private static <S> List<S> join(List<S> some, List<S> more) {
    List<S> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }
}

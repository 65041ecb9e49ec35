package dev.meerkat.benchmarks;

import dev.meerkat.query.Language;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.values.BsonOrder;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Whether a document matches a compiled filter. Threads: one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterBenchmark {
  private static final Filter NONE = (_, _) -> false;

  /** A field that is equal, a range and a set, a pattern, and an expression. */
  @Param({
    "{v: 234}",
    "{v: {$gte: 200, $lt: 300}, k: {$in: [33, 34, 35]}}",
    "{name: {$regex: '^name-0000'}}",
    "{$expr: {$gt: ['$v', '$k']}}"
  })
  public String filter = "";

  private final DocumentView document = Documents.document(1234);
  private final EvaluationScope scope =
      new EvaluationScope(new BsonDateTime(0), new BsonTimestamp(1, 1), new FixedSeeds(), () -> {});
  private Filter compiled = NONE;

  /** Parses the filter, which is not what is measured. */
  @Setup
  public void compile() {
    Language language =
        new Language(
            services(ServiceLoader.load(ExpressionProvider.class)),
            services(ServiceLoader.load(FilterProvider.class)),
            List.of(),
            List.of());
    compiled =
        language
            .scope(ParseOptions.of(new Namespace("floors", "base"), BsonOrder.SIMPLE))
            .filter(BsonDocument.parse(filter));
    if (!matches()) {
      throw new IllegalStateException("the filter does not match the document");
    }
  }

  @Benchmark
  public boolean matches() {
    return compiled.matches(document, scope);
  }

  private static <T> List<T> services(ServiceLoader<T> loader) {
    return loader.stream().map(ServiceLoader.Provider::get).toList();
  }
}

package dev.meerkat.benchmarks;

import dev.meerkat.query.Language;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.query.projection.Projection;
import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.query.update.Update;
import dev.meerkat.query.update.UpdateContext;
import dev.meerkat.query.update.UpdateOptions;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.CollectionCatalog;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.BsonOrder;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A match, a projection, a sort key, an update and an expression on a document of 1 KB, beside
 * loops over its bytes that are written for the one question. The field in question comes last.
 * Threads: one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LanguageBenchmark {
  private static final byte[] V = BsonBytes.nameBytes("v");
  private static final int FIELDS = 16;

  private final DocumentView document = document();
  private final EvaluationScope run =
      new EvaluationScope(new BsonDateTime(0), new BsonTimestamp(1, 1), new FixedSeeds(), () -> {});
  private final ParseScope parse =
      new Language(
              services(ServiceLoader.load(ExpressionProvider.class)),
              services(ServiceLoader.load(FilterProvider.class)),
              List.of(),
              List.of())
          .scope(ParseOptions.of(new Namespace("floors", "base"), BsonOrder.SIMPLE));
  private final Filter filter = parse.filter(BsonDocument.parse("{v: {$gte: 200}}"));
  private final Projection projection =
      Projection.parse(BsonDocument.parse("{f7: 1, v: 1}"), filter, parse);
  private final SortPattern sort = SortPattern.parse(BsonDocument.parse("{v: -1}"), parse);
  private final Update update =
      Update.parse(
          BsonDocument.parse("{$inc: {v: 1}}"), new UpdateOptions(filter, List.of(), false), parse);
  private final UpdateContext context =
      new UpdateContext(new NoOperation(), run, new DocumentBuilder(2048));
  private final Expression expression = parse.expression(BsonDocument.parse("{$add: ['$v', 1]}"));
  private final DocumentBuilder out = new DocumentBuilder(2_048);

  /** The floor of a match: the field's place, and its number compared. */
  @Benchmark
  public boolean scanToMatch() {
    int value = scan(document.array(), document.offset());
    return value >= 0 && BsonBytes.int32(document.array(), value) >= 200;
  }

  @Benchmark
  public boolean match() {
    return filter.matches(document, run);
  }

  /** The floor of a projection: two fields copied in one walk over all. */
  @Benchmark
  public int scanToProject() {
    byte[] array = document.array();
    byte[] target = new byte[128];
    int length = 4;
    int element = document.offset() + 4;
    while (array[element] != 0) {
      int next = next(array, element);
      boolean wanted =
          array[element + 1] == 'v' && array[element + 2] == 0
              || array[element + 1] == 'f' && array[element + 2] == '7' && array[element + 3] == 0
              || array[element + 1] == '_';
      if (wanted) {
        System.arraycopy(array, element, target, length, next - element);
        length += next - element;
      }
      element = next;
    }
    return length;
  }

  @Benchmark
  public int project() {
    out.clear();
    projection.apply(document, run, out);
    return out.toView().length();
  }

  @Benchmark
  public SortKey sortKey() {
    return sort.key(document, run);
  }

  /** The floor of an update: all bytes copied, the number written anew. */
  @Benchmark
  public byte[] scanToUpdate() {
    byte[] copy = new byte[document.length()];
    System.arraycopy(document.array(), document.offset(), copy, 0, copy.length);
    int value = scan(copy, 0);
    BsonBytes.putInt32(copy, value, BsonBytes.int32(copy, value) + 1);
    return copy;
  }

  @Benchmark
  public DocumentView update() {
    return update.apply(document, context);
  }

  /** The floor of an expression: the field's number and one. */
  @Benchmark
  public int scanToAdd() {
    return BsonBytes.int32(document.array(), scan(document.array(), document.offset())) + 1;
  }

  @Benchmark
  public @Nullable BsonValue expression() {
    return expression.evaluate(document, run);
  }

  private static int scan(byte[] array, int offset) {
    int element = offset + 4;
    while (array[element] != 0) {
      if (array[element + 1] == 'v' && array[element + 2] == 0) {
        return element + 3;
      }
      element = next(array, element);
    }
    return -1;
  }

  /** Knows nothing but the two types that the document has. */
  private static int next(byte[] array, int element) {
    int value = element + 1;
    while (array[value] != 0) {
      value++;
    }
    value++;
    return array[element] == BsonBytes.INT32
        ? value + 4
        : value + 4 + BsonBytes.int32(array, value);
  }

  private static DocumentView document() {
    DocumentBuilder builder = new DocumentBuilder(2_048);
    builder.appendInt32(BsonBytes.nameBytes("_id"), 1);
    for (int i = 0; i < FIELDS; i++) {
      builder.appendString(BsonBytes.nameBytes("f" + i), "x".repeat(52));
    }
    builder.appendInt32(V, 234);
    return DocumentView.of(builder.toBytes());
  }

  private static <T> List<T> services(ServiceLoader<T> loader) {
    return loader.stream().map(ServiceLoader.Provider::get).toList();
  }

  /** Operators ask nothing of the operation. */
  private record NoOperation() implements OperationContext {
    @Override
    public CollectionCatalog catalog() {
      throw new IllegalStateException("not asked for");
    }

    @Override
    public Ticker ticker() {
      throw new IllegalStateException("not asked for");
    }

    @Override
    public Seeds seeds() {
      throw new IllegalStateException("not asked for");
    }

    @Override
    public void checkInterrupted() {}

    @Override
    public BsonDocument run(String database, BsonDocument command) {
      throw new IllegalStateException("not asked for");
    }
  }
}

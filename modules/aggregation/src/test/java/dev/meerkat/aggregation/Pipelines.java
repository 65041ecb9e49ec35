package dev.meerkat.aggregation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.aggregation.accumulator.CoreAccumulators;
import dev.meerkat.aggregation.stage.CoreStages;
import dev.meerkat.aggregation.stage.ServerStages;
import dev.meerkat.aggregation.window.CoreWindowFunctions;
import dev.meerkat.query.Language;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.query.expression.ArithmeticExpressions;
import dev.meerkat.query.expression.BooleanExpressions;
import dev.meerkat.query.expression.ComparisonExpressions;
import dev.meerkat.query.expression.ConditionalExpressions;
import dev.meerkat.query.expression.VariableExpressions;
import dev.meerkat.query.filter.CoreFilters;
import dev.meerkat.spi.CollectionCatalog;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Spills;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.values.BsonOrder;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.function.Executable;

/** Parses and runs pipelines over documents in memory, for tests. */
final class Pipelines {
  private static final Namespace NAMESPACE = new Namespace("test", "c");
  private static final Language LANGUAGE =
      new Language(
          List.of(
              new ArithmeticExpressions(),
              new BooleanExpressions(),
              new ComparisonExpressions(),
              new ConditionalExpressions(),
              new VariableExpressions()),
          List.of(new CoreFilters()),
          List.of(new CoreAccumulators()),
          List.of(new CoreStages(), new ServerStages()),
          List.of(new CoreWindowFunctions()));

  private Pipelines() {}

  /** An array as it is written in JSON. */
  static BsonArray array(String json) {
    return BsonDocument.parse("{v: " + json + "}").getArray("v");
  }

  /** Asserts that something is refused with that code. */
  static void assertRefused(int code, Executable what, String why) {
    ServerException refusal = assertThrows(ServerException.class, what, why);
    assertEquals(code, refusal.code().number(), why);
  }

  static Pipeline parse(BsonArray pipeline) {
    return LANGUAGE.pipeline(pipeline, ParseOptions.of(NAMESPACE, BsonOrder.SIMPLE), Set.of());
  }

  static BsonArray run(BsonArray pipeline, BsonArray input) {
    return run(parse(pipeline), input);
  }

  static BsonArray run(Pipeline pipeline, BsonArray input) {
    return run(pipeline, input, Spills.NONE);
  }

  /** Runs a pipeline that may spill, where there is something to spill to. */
  static BsonArray run(Pipeline pipeline, BsonArray input, Spills spills) {
    return run(pipeline, input, spills, true);
  }

  static BsonArray run(Pipeline pipeline, BsonArray input, Spills spills, boolean allowDiskUse) {
    BsonArray output = new BsonArray();
    try (Cursor cursor = open(pipeline, new InputCursor(input), spills, allowDiskUse, () -> {})) {
      while (cursor.advance()) {
        output.add(cursor.current().toBson());
      }
    }
    return output;
  }

  /**
   * Opens a pipeline over any documents.
   *
   * @param interruptCheck what is called where a stage looks whether it is to end
   */
  static Cursor open(
      Pipeline pipeline,
      Cursor input,
      Spills spills,
      boolean allowDiskUse,
      Runnable interruptCheck) {
    Operation operation = new Operation(interruptCheck);
    EvaluationScope scope =
        new EvaluationScope(
            new BsonDateTime(0), new BsonTimestamp(0), operation.seeds(), interruptCheck, spills);
    return pipeline.open(input, new StageContext(operation, scope, NAMESPACE, allowDiskUse));
  }

  private static final class InputCursor implements Cursor {
    private final BsonArray input;
    private int next;

    InputCursor(BsonArray input) {
      this.input = input;
    }

    @Override
    public boolean advance() {
      return next++ < input.size();
    }

    @Override
    public DocumentView current() {
      return DocumentView.of(input.get(next - 1).asDocument());
    }

    @Override
    public void close() {
      next = input.size();
    }
  }

  /** An operation without collections. */
  private record Operation(Runnable interruptCheck) implements OperationContext {
    @Override
    public CollectionCatalog catalog() {
      throw new IllegalStateException("no collections here");
    }

    @Override
    public Ticker ticker() {
      throw new IllegalStateException("no clock here");
    }

    @Override
    public Seeds seeds() {
      return new CountingSeeds();
    }

    @Override
    public void checkInterrupted() {
      interruptCheck.run();
    }

    @Override
    public BsonDocument run(String database, BsonDocument command) {
      throw new IllegalStateException("no commands here");
    }
  }

  private static final class CountingSeeds implements Seeds {
    private long next;

    @Override
    public long nextLong() {
      return next++;
    }

    @Override
    public double nextDouble() {
      return 1.0 / (2 + next++);
    }

    @Override
    public ObjectId newObjectId() {
      return new ObjectId((int) next, (int) next++);
    }

    @Override
    public UUID newUuid() {
      return new UUID(0, next++);
    }
  }
}

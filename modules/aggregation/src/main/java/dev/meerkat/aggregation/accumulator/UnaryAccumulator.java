package dev.meerkat.aggregation.accumulator;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An accumulator of one expression's values. Threads: immutable.
 *
 * @param states begins one group
 */
record UnaryAccumulator(String name, Expression argument, Supplier<ValueState> states)
    implements Accumulator {
  static Accumulator parse(
      String name, BsonValue spec, ParseScope scope, Supplier<ValueState> states) {
    if (spec.isArray()) {
      throw new ServerException(
          ErrorCode.location(40237), "The " + name + " accumulator is a unary operator");
    }
    return new UnaryAccumulator(name, scope.expression(spec), states);
  }

  /** What has been made of the values so far. Threads: confined to one operation. */
  interface ValueState {
    /** Takes a value; null is missing. */
    void add(@Nullable BsonValue value);

    BsonValue result();

    /** Bytes of memory held, roughly. */
    default long memoryBytes() {
      return 64;
    }

    /** The parameter that says how many bytes may be held; null where it is always few. */
    default @Nullable String limitParameter() {
      return null;
    }
  }

  @Override
  public State start() {
    ValueState state = states.get();
    String parameter = state.limitParameter();
    ValuesLimit limit = parameter == null ? null : new ValuesLimit(name, parameter);
    return new State() {
      @Override
      public void add(DocumentView document, EvaluationScope scope) {
        state.add(argument.evaluate(document, scope));
        if (limit != null) {
          limit.check(state.memoryBytes(), scope);
        }
      }

      @Override
      public BsonValue result() {
        return state.result();
      }

      @Override
      public long memoryBytes() {
        return state.memoryBytes();
      }
    };
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    argument.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument(name, argument.describe());
  }
}

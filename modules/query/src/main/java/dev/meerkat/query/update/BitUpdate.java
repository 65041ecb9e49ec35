package dev.meerkat.query.update;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $bit}: bitwise and, or and exclusive or of whole numbers. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/update/bit/">$bit</a>
 */
record BitUpdate(String path, List<Step> steps) implements FieldEdit {

  /** One of several operations, done in order. */
  record Step(String operation, BsonValue operand) {}

  static BitUpdate parse(String path, BsonValue spec) {
    if (!spec.isDocument()) {
      throw invalid(
          "The $bit modifier is not compatible with this type. You must pass in an embedded"
              + " document: {$bit: {field: {and/or/xor: #}}}");
    }
    List<Step> steps = new ArrayList<>();
    for (Map.Entry<String, BsonValue> step : spec.asDocument().entrySet()) {
      switch (step.getKey()) {
        case "and", "or", "xor" -> {}
        default ->
            throw invalid(
                "The $bit modifier only supports 'and', 'or', and 'xor', not '"
                    + step.getKey()
                    + "' which is an unknown operator");
      }
      if (!step.getValue().isInt32() && !step.getValue().isInt64()) {
        throw invalid("The $bit modifier field must be an Integer(32/64 bit)");
      }
      steps.add(new Step(step.getKey(), step.getValue()));
    }
    if (steps.isEmpty()) {
      throw invalid(
          "You must pass in at least one bitwise operation. The format is: {$bit: {field:"
              + " {and/or/xor: #}}}");
    }
    return new BitUpdate(path, List.copyOf(steps));
  }

  private static ServerException invalid(String message) {
    return new ServerException(ErrorCode.BAD_VALUE, message);
  }

  @Override
  public BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    BsonValue value = stored == null ? new BsonInt32(0) : stored;
    if (!value.isInt32() && !value.isInt64()) {
      throw invalid(
          "Cannot apply $bit to a value of non-integral type. %s has the field %s"
              .formatted(run.label(), path));
    }
    for (Step step : steps) {
      value = apply(step, value);
    }
    return value;
  }

  private static BsonValue apply(Step step, BsonValue value) {
    long a = value.asNumber().longValue();
    long b = step.operand().asNumber().longValue();
    long result =
        switch (step.operation()) {
          case "and" -> a & b;
          case "or" -> a | b;
          default -> a ^ b;
        };
    return value.isInt32() && step.operand().isInt32()
        ? new BsonInt32((int) result)
        : new BsonInt64(result);
  }
}

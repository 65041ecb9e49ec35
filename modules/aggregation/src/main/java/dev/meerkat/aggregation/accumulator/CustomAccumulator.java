package dev.meerkat.aggregation.accumulator;

import dev.meerkat.query.expression.LiteralExpression;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * {@code $accumulator} on a server without JavaScript: it is read, and refused where a group
 * begins. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/accumulator/">$accumulator</a>
 */
record CustomAccumulator(BsonDocument spec, Expression arguments) implements Accumulator {
  static Accumulator parse(BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonDocument fields)) {
      throw refusal(4544703, "$accumulator expects an object as an argument");
    }
    Set<String> functions = new HashSet<>();
    Expression arguments = null;
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      switch (field.getKey()) {
        case "init", "accumulate", "merge", "finalize" -> {
          requireFunction(field.getKey(), scope.expression(field.getValue()));
          functions.add(field.getKey());
        }
        case "initArgs" -> scope.expression(field.getValue());
        case "accumulateArgs" -> arguments = scope.expression(field.getValue());
        case "lang" -> requireLanguage(field.getValue());
        default ->
            throw refusal(4544706, "$accumulator got an unexpected field: " + field.getKey());
      }
    }
    require(functions.contains("init"), 4544707, "init");
    require(functions.contains("accumulate"), 4544708, "accumulate");
    require(functions.contains("merge"), 4544709, "merge");
    if (arguments == null) {
      throw missing(4544710, "accumulateArgs");
    }
    return new CustomAccumulator(fields, arguments);
  }

  private static void requireFunction(String name, Expression expression) {
    if (!(expression instanceof LiteralExpression(BsonValue value))) {
      throw refusal(4544701, "$accumulator '" + name + "' must be a constant expression");
    }
    if (value == null || (!value.isString() && value.getBsonType() != BsonType.JAVASCRIPT)) {
      throw refusal(4544702, "$accumulator '" + name + "' must be a String or Code");
    }
  }

  private static void requireLanguage(BsonValue value) {
    if (!(value instanceof BsonString language)) {
      throw refusal(4544704, "$accumulator lang must be a string");
    }
    if (!language.getValue().equals("js")) {
      throw refusal(4544705, "$accumulator only supports lang: 'js'");
    }
  }

  private static void require(boolean given, int code, String name) {
    if (!given) {
      throw missing(code, name);
    }
  }

  private static ServerException missing(int code, String name) {
    return refusal(code, "$accumulator missing required argument '" + name + "'");
  }

  private static ServerException refusal(int code, String message) {
    return new ServerException(ErrorCode.location(code), message);
  }

  @Override
  public State start() {
    return new State() {
      @Override
      public void add(DocumentView document, EvaluationScope scope) {
        throw refusal(
            31264, "Cannot run server-side javascript without the javascript engine enabled");
      }

      @Override
      public BsonValue result() {
        return BsonNull.VALUE;
      }

      @Override
      public long memoryBytes() {
        return 0;
      }
    };
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    arguments.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument("$accumulator", spec);
  }
}

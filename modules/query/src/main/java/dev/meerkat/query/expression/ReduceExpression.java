package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One value made of all elements, each combined with what the ones before have made. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/reduce/">$reduce</a>
 */
record ReduceExpression(
    Expression input, Expression initial, int thisSlot, int valueSlot, Expression body)
    implements Expression {
  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of("$reduce", spec, 40075, 40076, "input", "initialValue", "in");
    Expression input = scope.expression(named.require("input", 40077));
    Expression initial = scope.expression(named.require("initialValue", 40078));
    BsonValue body = named.require("in", 40079);
    ParseScope inner = scope.declare("this").declare("value");
    return new ReduceExpression(
        input, initial, inner.variable("this"), inner.variable("value"), inner.expression(body));
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonValue value = Values.orNull(input.evaluate(document, scope));
    if (value.isNull()) {
      return value;
    }
    BsonArray array = ArrayValues.require(value, 40080, "$reduce's input");
    BsonValue result = initial.evaluate(document, scope);
    int steps = 0;
    for (BsonValue element : array) {
      if ((++steps & Interruption.MASK) == 0) {
        scope.checkInterrupted();
      }
      scope.bind(thisSlot, element);
      scope.bind(valueSlot, result);
      result = body.evaluate(document, scope);
    }
    return result;
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(List.of(input, initial, body));
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(List.of(input, initial, body), dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument(
        "$reduce",
        new BsonDocument("input", input.describe())
            .append("initialValue", initial.describe())
            .append("in", body.describe()));
  }
}

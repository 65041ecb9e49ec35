package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * An expression applied to each element. Threads: immutable.
 *
 * @param slot the slot of the variable that holds the element
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/map/">$map</a>
 */
record MapExpression(Expression input, String variable, int slot, Expression body)
    implements Expression {
  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named = NamedArguments.of("$map", spec, 16878, 16879, "input", "as", "in");
    Expression input = scope.expression(named.require("input", 16880));
    BsonValue body = named.require("in", 16882);
    String variable = ElementVariable.name(named);
    ParseScope inner = scope.declare(variable);
    return new MapExpression(input, variable, inner.variable(variable), inner.expression(body));
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonValue value = Values.orNull(input.evaluate(document, scope));
    if (value.isNull()) {
      return value;
    }
    BsonArray array = ArrayValues.require(value, 16883, "input to $map");
    BsonArray mapped = new BsonArray(array.size());
    int steps = 0;
    for (BsonValue element : array) {
      if ((++steps & Interruption.MASK) == 0) {
        scope.checkInterrupted();
      }
      scope.bind(slot, element);
      BsonValue result = body.evaluate(document, scope);
      mapped.add(result == null ? BsonNull.VALUE : result);
    }
    return mapped;
  }

  @Override
  public boolean isConstant() {
    return input.isConstant() && body.isConstant();
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    input.dependencies(dependencies);
    body.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument(
        "$map",
        new BsonDocument("input", input.describe())
            .append("as", new BsonString(variable))
            .append("in", body.describe()));
  }
}

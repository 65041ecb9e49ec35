package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An expression in which more variables are visible. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/let/">$let</a>
 */
record LetExpression(List<String> names, int[] slots, List<Expression> values, Expression body)
    implements Expression {
  LetExpression {
    names = List.copyOf(names);
    slots = slots.clone();
    values = List.copyOf(values);
  }

  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named = NamedArguments.of("$let", spec, 16874, 16875, "vars", "in");
    BsonValue variables = named.require("vars", 16876);
    BsonValue in = named.require("in", 16877);
    if (variables.isArray()) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "invalid parameter: expected an object (vars)");
    }
    if (!(variables instanceof BsonDocument vars)) {
      throw Values.error(10065, "invalid parameter: expected an object (vars)");
    }
    List<String> names = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    int[] slots = new int[vars.size()];
    ParseScope inner = scope;
    for (Map.Entry<String, BsonValue> variable : vars.entrySet()) {
      VariableNames.checkWritable(variable.getKey());
      values.add(scope.expression(variable.getValue()));
      inner = inner.declare(variable.getKey());
      slots[names.size()] = inner.variable(variable.getKey());
      names.add(variable.getKey());
    }
    return new LetExpression(names, slots, values, inner.expression(in));
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    for (int i = 0; i < slots.length; i++) {
      scope.bind(slots[i], values.get(i).evaluate(document, scope));
    }
    return body.evaluate(document, scope);
  }

  @Override
  public boolean isConstant() {
    return body.isConstant();
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(values, dependencies);
    body.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    BsonDocument vars = new BsonDocument();
    for (int i = 0; i < slots.length; i++) {
      vars.append(names.get(i), values.get(i).describe());
    }
    return new BsonDocument("$let", new BsonDocument("vars", vars).append("in", body.describe()));
  }
}

package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.PathOrigin;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A function of its arguments' values, as {@link FunctionExpression}, whose arguments stand in a
 * document under their names. Threads: immutable.
 *
 * @param parameters the names, in the order of {@code arguments}
 */
record NamedFunctionExpression(
    String name,
    List<String> parameters,
    List<Expression> arguments,
    FunctionExpression.Function function)
    implements Expression {
  NamedFunctionExpression {
    parameters = List.copyOf(parameters);
    arguments = List.copyOf(arguments);
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    return function.apply(Arguments.valuesOrNull(arguments, document, scope));
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(arguments);
  }

  @Override
  public @Nullable Expression before(PathOrigin origin) {
    List<Expression> old = Arguments.before(arguments, origin);
    return old == null ? null : new NamedFunctionExpression(name, parameters, old, function);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(arguments, dependencies);
  }

  @Override
  public BsonValue describe() {
    BsonDocument body = new BsonDocument();
    for (int i = 0; i < parameters.size(); i++) {
      body.append(parameters.get(i), arguments.get(i).describe());
    }
    return new BsonDocument(name, body);
  }
}

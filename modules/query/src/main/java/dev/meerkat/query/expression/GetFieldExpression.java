package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A field of an object by its very name, which may hold dots and dollar signs. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/getField/">$getField</a>
 */
record GetFieldExpression(Expression field, Expression input) implements Expression {
  static Expression parse(BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonDocument document) || isOperator(document)) {
      return new GetFieldExpression(
          scope.expression(spec), scope.expression(new BsonString("$$CURRENT")));
    }
    NamedArguments named = NamedArguments.of("$getField", document, 3041701, "field", "input");
    Expression field = scope.expression(named.require("field", 3041702));
    Expression input = scope.expression(named.require("input", 3041703));
    return new GetFieldExpression(field, input);
  }

  private static boolean isOperator(BsonDocument document) {
    return !document.isEmpty() && document.getFirstKey().startsWith("$");
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonValue name = field.evaluate(document, scope);
    if (!(name instanceof BsonString text)) {
      throw Values.error(
          3041704,
          "$getField requires 'field' to evaluate to type String, but got "
              + Values.typeName(name));
    }
    if (input instanceof RootExpression) {
      return document.get(text.getValue());
    }
    BsonValue value = input.evaluate(document, scope);
    if (value instanceof BsonDocument object) {
      return object.get(text.getValue());
    }
    return value == null || !Values.isNullish(value) ? null : BsonNull.VALUE;
  }

  @Override
  public boolean isConstant() {
    return field.isConstant() && input.isConstant();
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    field.dependencies(dependencies);
    input.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument(
        "$getField", new BsonDocument("field", field.describe()).append("input", input.describe()));
  }
}

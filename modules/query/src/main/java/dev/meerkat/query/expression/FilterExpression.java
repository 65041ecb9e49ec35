package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The elements for which a condition is true. Threads: immutable.
 *
 * @param slot the slot of the variable that holds the element
 * @param limit how many elements at most, or the literal missing
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/filter/">$filter</a>
 */
record FilterExpression(
    Expression input, String variable, int slot, Expression condition, Expression limit)
    implements Expression {
  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of("$filter", spec, 28646, 28647, "input", "as", "cond", "limit");
    Expression input = scope.expression(named.require("input", 28648));
    BsonValue condition = named.require("cond", 28650);
    String variable = ElementVariable.name(named);
    ParseScope inner = scope.declare(variable);
    return new FilterExpression(
        input,
        variable,
        inner.variable(variable),
        inner.expression(condition),
        named.optional("limit", scope));
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonValue value = Values.orNull(input.evaluate(document, scope));
    if (value.isNull()) {
      return value;
    }
    BsonArray array = ArrayValues.require(value, 28651, "input to $filter");
    int most = limit(Values.orNull(limit.evaluate(document, scope)));
    BsonArray kept = new BsonArray();
    int steps = 0;
    for (BsonValue element : array) {
      if ((++steps & Interruption.MASK) == 0) {
        scope.checkInterrupted();
      }
      scope.bind(slot, element);
      if (Values.isTrue(condition.evaluate(document, scope))) {
        kept.add(element);
        if (kept.size() == most) {
          break;
        }
      }
    }
    return kept;
  }

  private static int limit(BsonValue value) {
    if (value.isNull()) {
      return Integer.MAX_VALUE;
    }
    int limit = Integers.exactInt32(value, 327391, "$filter: limit");
    if (limit <= 0) {
      throw Values.error(327392, "$filter: limit must be greater than 0: " + limit);
    }
    return limit;
  }

  @Override
  public boolean isConstant() {
    return input.isConstant() && condition.isConstant() && limit.isConstant();
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(List.of(input, condition, limit), dependencies);
  }

  @Override
  public BsonValue describe() {
    BsonDocument body =
        new BsonDocument("input", input.describe())
            .append("as", new BsonString(variable))
            .append("cond", condition.describe());
    if (!(limit instanceof LiteralExpression(BsonValue value) && value == null)) {
      body.append("limit", limit.describe());
    }
    return new BsonDocument("$filter", body);
  }
}

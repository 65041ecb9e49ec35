package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * An object with one field added, changed or removed, by its very name. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/setField/">$setField</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/unsetField/">$unsetField</a>
 */
record SetFieldExpression(String name, String field, Expression input, Expression value)
    implements Expression {
  static Expression parseSet(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of("$setField", spec, 4161100, 4161101, "field", "input", "value");
    named.require("field", 4161102);
    BsonValue value = named.require("value", 4161103);
    BsonValue input = named.require("input", 4161109);
    String field = constantName("$setField", named.require("field", 4161102), scope);
    return new SetFieldExpression(
        "$setField", field, scope.expression(input), scope.expression(value));
  }

  static Expression parseUnset(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of("$unsetField", spec, 4161100, 4161101, "field", "input");
    BsonValue field = named.require("field", 4161102);
    Expression input = scope.expression(named.require("input", 4161109));
    return new SetFieldExpression(
        "$unsetField",
        constantName("$unsetField", field, scope),
        input,
        scope.expression(new BsonString("$$REMOVE")));
  }

  private static String constantName(String name, BsonValue spec, ParseScope scope) {
    if (spec instanceof BsonString text && text.getValue().startsWith("$")) {
      throw Values.error(
          4161108, "A field path reference which is not a constant cannot be the name of " + name);
    }
    Expression field = scope.expression(spec);
    boolean isLiteral =
        !spec.isArray() && !(spec instanceof BsonDocument fields && !isOperator(fields));
    if (!field.isConstant() || !isLiteral) {
      throw Values.error(
          4161106, name + " requires 'field' to evaluate to a constant, but got a non-constant");
    }
    BsonValue value = ConstantFolding.value(field);
    if (!(value instanceof BsonString text)) {
      throw Values.error(
          4161107,
          name + " requires 'field' to evaluate to type String, but got " + Values.typeName(value));
    }
    if (text.getValue().indexOf('\0') >= 0) {
      throw Values.error(9534700, name + " requires 'field' to hold no null byte");
    }
    return text.getValue();
  }

  private static boolean isOperator(BsonDocument document) {
    return document.isEmpty() || document.getFirstKey().startsWith("$");
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonValue object = Values.orNull(input.evaluate(document, scope));
    if (object.isNull()) {
      return object;
    }
    if (!(object instanceof BsonDocument fields)) {
      throw Values.error(
          4161105,
          name
              + " requires 'input' to evaluate to type Object, but got "
              + Values.typeName(object));
    }
    BsonDocument changed = new BsonDocument();
    changed.putAll(fields);
    BsonValue newValue = value.evaluate(document, scope);
    if (newValue == null) {
      changed.remove(field);
    } else {
      changed.put(field, newValue);
    }
    return changed;
  }

  @Override
  public boolean isConstant() {
    return input.isConstant() && value.isConstant();
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    input.dependencies(dependencies);
    value.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    BsonDocument body =
        new BsonDocument("field", new BsonDocument("$const", new BsonString(field)))
            .append("input", input.describe());
    if (name.equals("$setField")) {
      body.append("value", value.describe());
    }
    return new BsonDocument(name, body);
  }
}

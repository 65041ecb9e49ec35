package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Predicates on encrypted strings, such as {@code $encStrStartsWith}. A server can compute them
 * only of what a client has encrypted, which this one does not know: they are read, and refused
 * where a document would have to be judged, as MongoDB refuses them without encryption. Threads:
 * immutable.
 *
 * @param refusal the code of the refusal
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/encStrStartsWith/">$encStrStartsWith</a>
 */
record EncryptedTextExpression(String name, String operand, int refusal, BsonDocument spec)
    implements Expression {
  static Expression parse(
      String name, String operand, int refusal, BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonDocument fields)) {
      throw wrongType(name, "object", spec);
    }
    for (String field : fields.keySet()) {
      if (!field.equals("input") && !field.equals(operand)) {
        throw new ServerException(
            ErrorCode.IDL_UNKNOWN_FIELD,
            "BSON field '" + name + "." + field + "' is an unknown field.");
      }
    }
    BsonValue input = require(fields, name, "input");
    BsonValue text = require(fields, name, operand);
    if (!(input instanceof BsonString path)) {
      throw wrongType(name + ".input", "string", input);
    }
    if (!path.getValue().startsWith("$")) {
      throw Values.error(16873, "FieldPath '" + path.getValue() + "' doesn't start with $");
    }
    scope.expression(input);
    if (!(scope.expression(text) instanceof LiteralExpression(BsonValue literal))) {
      throw Values.error(10111801, name + " expects a constant literal.");
    }
    if (!(literal instanceof BsonString)) {
      throw Values.error(10111802, "Unexpected value type found on encrypted text search");
    }
    return new EncryptedTextExpression(name, operand, refusal, fields);
  }

  private static BsonValue require(Map<String, BsonValue> fields, String name, String field) {
    BsonValue value = fields.get(field);
    if (value == null) {
      throw new ServerException(
          ErrorCode.IDL_MISSING_FIELD,
          "BSON field '" + name + "." + field + "' is missing but a required field");
    }
    return value;
  }

  private static ServerException wrongType(String field, String expected, BsonValue value) {
    return new ServerException(
        ErrorCode.TYPE_MISMATCH,
        "BSON field '"
            + field
            + "' is the wrong type '"
            + Values.typeName(value)
            + "', expected type '"
            + expected
            + "'");
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    throw Values.error(refusal, name + " can't be evaluated without binary payload");
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    dependencies.wholeDocument();
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument(name, spec);
  }
}

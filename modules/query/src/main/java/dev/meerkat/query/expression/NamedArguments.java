package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of an operator that takes a document of them: <code>{input: …, chars: …}</code>.
 * Threads: immutable.
 */
record NamedArguments(String operator, BsonDocument fields) {
  /**
   * Refuses names that the operator does not know.
   *
   * @param unknownCode the code for an unknown name
   */
  static NamedArguments of(String operator, BsonDocument fields, int unknownCode, String... names) {
    for (String name : fields.keySet()) {
      if (!List.of(names).contains(name)) {
        throw Values.error(unknownCode, operator + " found an unknown argument: " + name);
      }
    }
    return new NamedArguments(operator, fields);
  }

  /**
   * As above, for an operator that takes nothing but a document.
   *
   * @param notObjectCode the code for anything else
   */
  static NamedArguments of(
      String operator, BsonValue spec, int notObjectCode, int unknownCode, String... names) {
    if (!(spec instanceof BsonDocument fields)) {
      throw Values.error(
          notObjectCode,
          operator + " only supports an object as its argument, found " + Values.typeName(spec));
    }
    return of(operator, fields, unknownCode, names);
  }

  /** The argument of a name, or null where it is not given. */
  @Nullable BsonValue find(String name) {
    return fields.get(name);
  }

  /**
   * The argument of a name that must be given.
   *
   * @param missingCode the code where it is not
   */
  BsonValue require(String name, int missingCode) {
    BsonValue value = fields.get(name);
    if (value == null) {
      throw Values.error(missingCode, "Missing '" + name + "' parameter to " + operator);
    }
    return value;
  }

  /** The parsed argument, or the literal missing where it is not given. */
  Expression optional(String name, ParseScope scope) {
    BsonValue value = fields.get(name);
    return value == null
        ? new LiteralExpression(null)
        : ConstantFolding.checked(scope.expression(value));
  }
}

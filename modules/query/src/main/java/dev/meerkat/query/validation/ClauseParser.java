package dev.meerkat.query.validation;

import dev.meerkat.query.schema.Schema;
import dev.meerkat.spi.query.ParseScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Takes a validator apart. Threads: immutable. */
final class ClauseParser {
  private ClauseParser() {}

  /** A filter's conditions; one by itself stands for the whole. */
  static Clause parse(BsonDocument filter, ParseScope scope) {
    List<Clause> clauses = new ArrayList<>();
    for (Map.Entry<String, BsonValue> field : filter.entrySet()) {
      if (field.getKey().startsWith("$")) {
        addTop(field.getKey(), field.getValue(), scope, clauses);
      } else {
        addOnPath(field.getKey(), field.getValue(), scope, clauses);
      }
    }
    return clauses.size() == 1
        ? clauses.getFirst()
        : new LogicalClause("$and", clauses, scope.filter(filter));
  }

  private static void addTop(String name, BsonValue spec, ParseScope scope, List<Clause> clauses) {
    BsonDocument specifiedAs = new BsonDocument(name, spec);
    switch (name) {
      case "$and", "$or", "$nor" -> {
        List<Clause> branches = new ArrayList<>();
        for (BsonValue branch : spec.asArray()) {
          branches.add(parse(branch.asDocument(), scope));
        }
        clauses.add(new LogicalClause(name, branches, scope.filter(specifiedAs)));
      }
      case "$jsonSchema" -> clauses.add(new SchemaClause(Schema.parse(spec.asDocument())));
      case "$expr" -> clauses.add(new ExprClause(specifiedAs, scope.expression(spec)));
      case "$comment" -> {}
      default -> clauses.add(new ConstantClause(name, specifiedAs, scope.filter(specifiedAs)));
    }
  }

  private static void addOnPath(
      String path, BsonValue value, ParseScope scope, List<Clause> clauses) {
    if (!isOperators(value)) {
      BsonDocument specifiedAs = new BsonDocument(path, value);
      String operator = value.isRegularExpression() ? "$regex" : "$eq";
      clauses.add(LeafClause.of(path, operator, specifiedAs, scope));
      return;
    }
    for (Map.Entry<String, BsonValue> operator : value.asDocument().entrySet()) {
      switch (operator.getKey()) {
        case "$options", "$comment" -> {}
        case "$not" -> clauses.add(new NotClause(negated(path, operator.getValue(), scope)));
        case "$regex" -> {
          BsonDocument regex = new BsonDocument("$regex", operator.getValue());
          BsonValue options = value.asDocument().get("$options");
          if (options != null) {
            regex.append("$options", options);
          }
          clauses.add(LeafClause.of(path, "$regex", new BsonDocument(path, regex), scope));
        }
        default -> {
          BsonDocument specifiedAs =
              new BsonDocument(path, new BsonDocument(operator.getKey(), operator.getValue()));
          clauses.add(clause(path, operator.getKey(), specifiedAs, scope));
        }
      }
    }
  }

  /** {@code $all: []} matches nothing, whatever the path holds. */
  private static Clause clause(
      String path, String operator, BsonDocument specifiedAs, ParseScope scope) {
    BsonValue spec = specifiedAs.getDocument(path).get(operator);
    return operator.equals("$all") && spec instanceof BsonArray list && list.isEmpty()
        ? new ConstantClause(operator, specifiedAs, scope.filter(specifiedAs))
        : LeafClause.of(path, operator, specifiedAs, scope);
  }

  private static Clause negated(String path, BsonValue spec, ParseScope scope) {
    return parse(new BsonDocument(path, spec), scope);
  }

  /** As filters tell operators from values; DBRefs are values. */
  private static boolean isOperators(BsonValue value) {
    return value.isDocument()
        && !value.asDocument().isEmpty()
        && value.asDocument().getFirstKey().startsWith("$")
        && !value.asDocument().containsKey("$ref");
  }
}

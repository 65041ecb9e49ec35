package dev.meerkat.aggregation.accumulator;

import dev.meerkat.query.expression.LiteralExpression;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the accumulators that keep {@code n} values are given. Threads: immutable.
 *
 * @param count {@code n}, which may depend on the group's {@code _id} alone
 * @param values {@code input} or {@code output}
 * @param sort {@code sortBy}, or null where the accumulator takes none
 */
public record SelectionSpec(
    String name, Expression count, Expression values, @Nullable SortPattern sort) {
  /** Parses <code>{n, input}</code>. */
  public static SelectionSpec input(String name, BsonValue spec, ParseScope scope) {
    BsonDocument fields = object(name, spec, 5787900);
    check(name, fields, List.of("n", "input"), 5787901);
    BsonValue count = require(name, fields, "n", 5787906);
    BsonValue input = require(name, fields, "input", 5787907);
    return new SelectionSpec(name, count(count, scope), scope.expression(input), null);
  }

  /** Parses <code>{n, sortBy, output}</code>; without {@code n} where one value is wanted. */
  public static SelectionSpec sorted(
      String name, BsonValue spec, ParseScope scope, boolean single) {
    BsonDocument fields = object(name, spec, 5788001);
    check(
        name,
        fields,
        single ? List.of("sortBy", "output") : List.of("n", "sortBy", "output"),
        5788002);
    Expression count =
        single
            ? new LiteralExpression(new BsonInt32(1))
            : count(require(name, fields, "n", 5788003), scope);
    BsonValue output = require(name, fields, "output", 5788004);
    BsonValue sortBy = require(name, fields, "sortBy", 5788005);
    if (!(sortBy instanceof BsonDocument pattern)) {
      throw new ServerException(ErrorCode.location(5788604), name + " 'sortBy' must be an object");
    }
    return new SelectionSpec(
        name, count, scope.expression(output), SortPattern.parse(pattern, scope));
  }

  private static BsonDocument object(String name, BsonValue spec, int code) {
    if (!(spec instanceof BsonDocument fields)) {
      throw new ServerException(
          ErrorCode.location(code), "specification must be an object; found " + name);
    }
    return fields;
  }

  private static void check(String name, BsonDocument fields, List<String> known, int code) {
    for (String field : fields.keySet()) {
      if (!known.contains(field)) {
        throw new ServerException(
            ErrorCode.location(code), "Unknown argument to " + name + " '" + field + "'");
      }
    }
  }

  private static BsonValue require(String name, BsonDocument fields, String field, int code) {
    BsonValue value = fields.get(field);
    if (value == null) {
      throw new ServerException(
          ErrorCode.location(code), "Missing value for '" + field + "' of " + name);
    }
    return value;
  }

  private static Expression count(BsonValue spec, ParseScope scope) {
    Expression count = scope.expression(spec);
    if (count instanceof LiteralExpression(BsonValue value)) {
      number(value);
    }
    return count;
  }

  /** The value of {@code n}: a positive integer. */
  public static int number(@Nullable BsonValue value) {
    if (value == null || !value.isNumber()) {
      throw new ServerException(
          ErrorCode.location(7548606), "Value for 'n' must be of integral type");
    }
    if (!Numbers.isIntegral(value)) {
      throw new ServerException(
          ErrorCode.location(7548606), "Value for 'n' must be of integral type");
    }
    long count = Numbers.exactLong(value);
    if (count <= 0) {
      throw new ServerException(
          ErrorCode.location(7548606), "'n' must be greater than 0, found " + count);
    }
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  public BsonDocument describe() {
    BsonDocument body = new BsonDocument("n", count.describe());
    if (sort != null) {
      body.append("output", values.describe()).append("sortBy", sort.toBson());
    } else {
      body.append("input", values.describe());
    }
    return new BsonDocument(name, body);
  }

  public void dependencies(Dependencies dependencies) {
    count.dependencies(dependencies);
    values.dependencies(dependencies);
    if (sort != null) {
      sort.dependencies(dependencies);
    }
  }
}

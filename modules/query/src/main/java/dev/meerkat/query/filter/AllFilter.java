package dev.meerkat.query.filter;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * {@code $all}: every one of some values, patterns or {@code $elemMatch} conditions is met. It is
 * nothing but an {@code $and}. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/all/">$all</a>
 */
final class AllFilter {
  private AllFilter() {}

  static Filter parse(String path, BsonValue spec, ParseScope scope) {
    if (!spec.isArray()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "$all needs an array");
    }
    BsonArray conditions = spec.asArray();
    if (conditions.isEmpty()) {
      return ConstantFilter.FALSE;
    }
    boolean elemMatches = isElemMatch(conditions.get(0));
    List<Filter> branches = new ArrayList<>(conditions.size());
    for (BsonValue condition : conditions) {
      if (isElemMatch(condition) != elemMatches
          || (!elemMatches && OperatorDocuments.isOperatorDocument(condition))) {
        throw new ServerException(
            ErrorCode.BAD_VALUE,
            elemMatches ? "$all/$elemMatch has to be consistent" : "no $ expressions in $all");
      }
      branches.add(branch(path, condition, scope));
    }
    return AndFilter.of(branches);
  }

  private static Filter branch(String path, BsonValue condition, ParseScope scope) {
    return condition.isRegularExpression() || isElemMatch(condition)
        ? scope.filter(new BsonDocument(path, condition))
        : scope.filter(new BsonDocument(path, new BsonDocument("$eq", condition)));
  }

  private static boolean isElemMatch(BsonValue condition) {
    return condition.isDocument()
        && !condition.asDocument().isEmpty()
        && condition.asDocument().getFirstKey().equals("$elemMatch");
  }
}

package dev.meerkat.spi.query;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** How predicates are written. Threads: immutable. */
final class PredicateText {
  private PredicateText() {}

  static BsonDocument logical(String operator, List<Predicate> branches) {
    if (branches.isEmpty() && operator.equals("$and")) {
      return new BsonDocument();
    }
    BsonArray array = new BsonArray();
    for (Predicate branch : branches) {
      array.add(branch.describe());
    }
    return new BsonDocument(operator, array);
  }

  static BsonDocument not(Predicate branch) {
    return branch instanceof Predicate.Path path
        ? new BsonDocument(
            path.path(),
            new BsonDocument("$not", new BsonDocument(path.operator(), path.operand())))
        : logical("$nor", List.of(branch));
  }
}

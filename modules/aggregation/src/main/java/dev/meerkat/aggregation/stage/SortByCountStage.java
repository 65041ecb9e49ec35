package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Groups by a value and sorts the groups by their size, the largest first.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sortByCount/">$sortByCount</a>
 */
final class SortByCountStage {
  private SortByCountStage() {}

  static Stage parse(BsonValue spec, ParseScope scope) {
    switch (spec) {
      case BsonDocument fields -> {
        if (fields.isEmpty() || !fields.getFirstKey().startsWith("$")) {
          throw Documents.error(
              40147, "the sortByCount field must be defined as a $-prefixed path or an expression");
        }
      }
      case BsonString text -> {
        if (!text.getValue().startsWith("$")) {
          throw Documents.error(
              40148, "the sortByCount field must be defined as a $-prefixed path or an expression");
        }
      }
      default ->
          throw Documents.error(
              40149, "the sortByCount field must be specified as a string or as an object");
    }
    BsonDocument count = new BsonDocument("count", new BsonDocument("$sum", new BsonInt32(1)));
    BsonDocument sort = new BsonDocument("count", new BsonInt32(-1));
    return new SequenceStage(
        "$sortByCount",
        StageTraits.of(StageTraits.Shape.BLOCKING),
        List.of(GroupStage.of(scope.expression(spec), count, scope), SortStage.parse(sort, scope)),
        new BsonDocument("$sortByCount", spec));
  }
}

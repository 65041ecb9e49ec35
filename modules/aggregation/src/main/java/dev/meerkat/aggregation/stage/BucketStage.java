package dev.meerkat.aggregation.stage;

import dev.meerkat.query.expression.LiteralExpression;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.CanonicalType;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Groups documents into the ranges between given boundaries.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/bucket/">$bucket</a>
 */
final class BucketStage {
  private BucketStage() {}

  static Stage parse(BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonDocument fields)) {
      throw Documents.error(40201, "Argument to $bucket stage must be an object");
    }
    BsonValue groupBy = null;
    BsonArray boundaries = null;
    BsonValue otherwise = null;
    BsonDocument output = new BsonDocument("count", new BsonDocument("$sum", new BsonInt32(1)));
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      BsonValue value = field.getValue();
      switch (field.getKey()) {
        case "groupBy" -> groupBy = groupBy(value, 40202, "$bucket");
        case "boundaries" -> boundaries = boundaries(value, scope);
        case "default" -> otherwise = constant(value, scope, 40195);
        case "output" -> output = output(value, 40196, "$bucket");
        default ->
            throw Documents.error(40197, "Unrecognized option to $bucket: " + field.getKey());
      }
    }
    if (groupBy == null || boundaries == null) {
      throw Documents.error(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
    }
    if (otherwise != null) {
      checkDefault(otherwise, boundaries, scope.order());
    }
    if (output.containsKey("_id")) {
      // As mongod, for which the bucket is the _id of a $group.
      throw Documents.error(15948, "a group's _id may only be specified once");
    }
    Expression bucket = scope.expression(choice(groupBy, boundaries, otherwise));
    return new SequenceStage(
        "$bucket",
        StageTraits.of(StageTraits.Shape.BLOCKING),
        List.of(
            GroupStage.of(bucket, output, scope),
            SortStage.parse(new BsonDocument("_id", new BsonInt32(1)), scope)),
        new BsonDocument("$bucket", spec));
  }

  /** Checks what {@code $bucket} and {@code $bucketAuto} group by. */
  static BsonValue groupBy(BsonValue value, int code, String stage) {
    boolean isPath = value instanceof BsonString text && text.getValue().startsWith("$");
    boolean isExpression =
        value instanceof BsonDocument fields
            && !fields.isEmpty()
            && fields.getFirstKey().startsWith("$");
    if (!isPath && !isExpression) {
      throw Documents.error(
          code,
          "The "
              + stage
              + " 'groupBy' field must be defined as a $-prefixed path or an"
              + " expression");
    }
    return value;
  }

  static BsonDocument output(BsonValue value, int code, String stage) {
    if (!(value instanceof BsonDocument output)) {
      throw Documents.error(code, "The " + stage + " 'output' field must be an object");
    }
    return output;
  }

  private static BsonArray boundaries(BsonValue value, ParseScope scope) {
    if (!(value instanceof BsonArray array)) {
      throw Documents.error(40200, "The $bucket 'boundaries' field must be an array");
    }
    BsonArray boundaries = new BsonArray(array.size());
    for (BsonValue boundary : array) {
      boundaries.add(constant(boundary, scope, 40191));
    }
    if (boundaries.size() < 2) {
      throw Documents.error(40192, "The $bucket 'boundaries' field must have at least 2 values");
    }
    for (int i = 1; i < boundaries.size(); i++) {
      BsonValue lower = boundaries.get(i - 1);
      BsonValue upper = boundaries.get(i);
      if (CanonicalType.of(lower) != CanonicalType.of(upper)) {
        throw Documents.error(
            40193, "All values in the 'boundaries' option to $bucket must have the same type");
      }
      if (scope.order().compare(lower, upper) >= 0) {
        throw Documents.error(
            40194, "The 'boundaries' option to $bucket must be sorted in ascending order");
      }
    }
    return boundaries;
  }

  private static BsonValue constant(BsonValue spec, ParseScope scope, int code) {
    Expression expression = scope.expression(spec);
    if (!(expression instanceof LiteralExpression(BsonValue value)) || value == null) {
      throw Documents.error(code, "The $bucket stage needs constant expressions here");
    }
    return value;
  }

  private static void checkDefault(BsonValue otherwise, BsonArray boundaries, ValueOrder order) {
    boolean inRange =
        CanonicalType.of(otherwise) == CanonicalType.of(boundaries.getFirst())
            && order.compare(otherwise, boundaries.getFirst()) >= 0
            && order.compare(otherwise, boundaries.getLast()) < 0;
    if (inRange) {
      throw Documents.error(
          40199,
          "The $bucket 'default' field must be less than the lowest boundary or greater than or"
              + " equal to the highest boundary.");
    }
  }

  /** The bucket of a document as a {@code $switch}. */
  private static BsonDocument choice(
      BsonValue groupBy, BsonArray boundaries, @Nullable BsonValue otherwise) {
    BsonArray branches = new BsonArray();
    for (int i = 1; i < boundaries.size(); i++) {
      BsonValue lower = literal(boundaries.get(i - 1));
      BsonArray bounds =
          new BsonArray(
              List.of(
                  comparison("$gte", groupBy, lower),
                  comparison("$lt", groupBy, literal(boundaries.get(i)))));
      branches.add(
          new BsonDocument("case", new BsonDocument("$and", bounds)).append("then", lower));
    }
    BsonDocument body = new BsonDocument("branches", branches);
    if (otherwise != null) {
      body.append("default", literal(otherwise));
    }
    return new BsonDocument("$switch", body);
  }

  private static BsonDocument comparison(String name, BsonValue left, BsonValue right) {
    return new BsonDocument(name, new BsonArray(List.of(left, right)));
  }

  private static BsonDocument literal(BsonValue value) {
    return new BsonDocument("$literal", value);
  }
}

package dev.meerkat.engine.catalog;

import dev.meerkat.engine.timeseries.TimeseriesOptions;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * What a document must be to stand among the buckets of a time-series collection, whoever writes
 * it. Threads: immutable.
 */
final class BucketValidator {
  private BucketValidator() {}

  static BsonDocument of(TimeseriesOptions options) {
    BsonDocument ends = ends(options.timeField());
    BsonDocument control =
        closed(
                new BsonDocument("version", type("number"))
                    .append("min", ends)
                    .append("max", ends)
                    .append("closed", type("bool"))
                    .append("count", type("number")))
            .append("required", names("version", "min", "max"));
    BsonDocument bucket =
        closed(
                new BsonDocument("_id", type("objectId"))
                    .append("control", control)
                    .append("data", type("object"))
                    .append("meta", new BsonDocument()))
            .append("required", names("_id", "control", "data"));
    return new BsonDocument("$jsonSchema", bucket);
  }

  private static BsonDocument ends(String timeField) {
    return type("object")
        .append("required", names(timeField))
        .append("properties", new BsonDocument(timeField, type("date")));
  }

  private static BsonDocument closed(BsonDocument properties) {
    return type("object")
        .append("properties", properties)
        .append("additionalProperties", BsonBoolean.FALSE);
  }

  private static BsonDocument type(String name) {
    return new BsonDocument("bsonType", new BsonString(name));
  }

  private static BsonArray names(String... names) {
    return new BsonArray(List.of(names).stream().map(BsonString::new).toList());
  }
}

package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes all documents into a collection, which they replace at once when the last has been
 * written; until then, and after a failure, the collection is as it was. Its options and indexes
 * are kept. Threads: immutable.
 *
 * @param timeseries what is said of time series, or null where it may be any collection
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/out/">$out</a>
 */
record OutStage(OutputTarget target, @Nullable BsonDocument timeseries, BsonValue spec)
    implements Stage {
  static final String NAME = "$out";

  static Stage parse(BsonValue spec, ParseScope scope) {
    OutputTarget target =
        switch (spec) {
          case BsonString name -> target(scope.namespace().database(), name.getValue());
          case BsonDocument document -> target(document);
          default -> throw Documents.error(16990, "$out only supports a string or object argument");
        };
    if (target.isSystemCollection()) {
      throw Documents.error(17385, "Can't $out to special collection: " + target.namespace());
    }
    if (target.isInternalDatabase()) {
      throw Documents.error(31321, "Can't $out to internal database: " + target.namespace());
    }
    return new OutStage(
        target, spec instanceof BsonDocument given ? timeseries(given) : null, spec);
  }

  private static OutputTarget target(BsonDocument spec) {
    for (String field : spec.keySet()) {
      switch (field) {
        case "db", "coll" -> {}
        case "timeseries" -> {}
        default ->
            throw new ServerException(
                ErrorCode.IDL_UNKNOWN_FIELD,
                "BSON field '$out." + field + "' is an unknown field.");
      }
    }
    return target(text(spec, "db"), text(spec, "coll"));
  }

  private static @Nullable BsonDocument timeseries(BsonDocument spec) {
    BsonDocument timeseries = new TypedFields(NAME, spec).document("timeseries");
    if (timeseries != null) {
      checkTimeseries(timeseries);
    }
    return timeseries;
  }

  private static OutputTarget target(String database, String collection) {
    int length = (database + "." + collection).getBytes(StandardCharsets.UTF_8).length;
    if (collection.startsWith("$") || length > Limits.MAX_NAMESPACE_BYTES) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION,
          "Invalid collection name for $out: " + database + "." + collection);
    }
    return OutputTarget.of(database, collection);
  }

  private static void checkTimeseries(BsonDocument timeseries) {
    TypedFields fields = new TypedFields("$out.timeseries", timeseries);
    fields.checkNames(
        "timeField", "metaField", "granularity", "bucketMaxSpanSeconds", "bucketRoundingSeconds");
    for (String name : timeseries.keySet()) {
      if (name.startsWith("bucket")) {
        fields.number(name);
      } else {
        fields.string(name);
      }
    }
    fields.required("timeField", fields.string("timeField"));
  }

  private static String text(BsonDocument spec, String field) {
    BsonValue value = spec.get(field);
    if (value == null || value.isNull()) {
      throw new ServerException(
          ErrorCode.IDL_MISSING_FIELD,
          "BSON field '$out." + field + "' is missing but a required field");
    }
    if (!value.isString()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "BSON field '$out." + field + "' is the wrong type, expected type 'string'");
    }
    return value.asString().getValue();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StageTraits traits() {
    return WritingCursor.TRAITS;
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new WritingCursor(input, new OutWriter(target, timeseries, context), context);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(NAME, spec);
  }
}

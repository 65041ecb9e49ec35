package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Writes all documents into a collection, which they replace at once when the last has been
 * written; until then, and after a failure, the collection is as it was. Its options and indexes
 * are kept. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/out/">$out</a>
 */
record OutStage(OutputTarget target, BsonValue spec) implements Stage {
  static final String NAME = "$out";

  static Stage parse(BsonValue spec, ParseScope scope) {
    OutputTarget target =
        switch (spec) {
          case BsonString name -> OutputTarget.of(scope, name.getValue());
          case BsonDocument document -> target(document);
          default -> throw Documents.error(16990, "$out only supports a string or object argument");
        };
    if (target.isSystemCollection()) {
      throw Documents.error(17385, "Can't $out to special collection: " + target.namespace());
    }
    if (target.isInternalDatabase()) {
      throw Documents.error(31321, "Can't $out to internal database: " + target.namespace());
    }
    return new OutStage(target, spec);
  }

  private static OutputTarget target(BsonDocument spec) {
    for (String field : spec.keySet()) {
      switch (field) {
        case "db", "coll" -> {}
        case "timeseries" ->
            throw new ServerException(
                ErrorCode.INVALID_OPTIONS, "$out to time-series collections is not supported");
        default ->
            throw new ServerException(
                ErrorCode.IDL_UNKNOWN_FIELD,
                "BSON field '$out." + field + "' is an unknown field.");
      }
    }
    return OutputTarget.of(text(spec, "db"), text(spec, "coll"));
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
    return new WritingCursor(input, new OutWriter(target, context), context);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(NAME, spec);
  }
}

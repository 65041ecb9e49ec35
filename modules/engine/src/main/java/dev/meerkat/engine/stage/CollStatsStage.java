package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.CollectionLife;
import dev.meerkat.engine.catalog.SystemViews;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.Numbers;
import java.util.List;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Tells how much a collection holds. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/collStats/">$collStats</a>
 */
final class CollStatsStage {
  private CollStatsStage() {}

  static Stage parse(BsonValue spec) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.location(5447000), "$collStats must take a nested object but found: " + spec);
    }
    BsonDocument options = spec.asDocument();
    for (var option : options.entrySet()) {
      checkOption(option.getKey(), option.getValue());
    }
    return new EngineStage(
        "$collStats",
        spec,
        StageTraits.Position.FIRST,
        // The Stable API has nothing but the number of documents.
        options.keySet().equals(Set.of("count")),
        (operation, context) -> List.of(document(options, operation, context)));
  }

  private static void checkOption(String name, BsonValue value) {
    switch (name) {
      case "latencyStats", "storageStats", "count", "queryExecStats" -> {
        if (!value.isDocument() && !value.isNull()) {
          throw new ServerException(
              ErrorCode.TYPE_MISMATCH,
              "BSON field '$collStats." + name + "' is the wrong type, expected type 'object'");
        }
        boolean takesNothing = name.equals("count") || name.equals("queryExecStats");
        if (takesNothing && value.isDocument() && !value.asDocument().isEmpty()) {
          throw new ServerException(
              ErrorCode.location(31170), "expected an empty object, but got " + value);
        }
      }
      default ->
          throw new ServerException(
              ErrorCode.IDL_UNKNOWN_FIELD,
              "BSON field '$collStats." + name + "' is an unknown field.");
    }
  }

  private static BsonDocument document(
      BsonDocument options, Operation operation, StageContext context) {
    BsonDocument document =
        new BsonDocument("ns", new BsonString(context.namespace().fullName()))
            .append("host", new BsonString(operation.engine().server().hostAndPort()))
            .append("localTime", new BsonDateTime(operation.ticker().wallMillis()));
    if (options.isDocument("latencyStats")) {
      document.append(
          "latencyStats",
          operation.engine().top().latencies(context.namespace(), withHistograms(options)));
    }
    if (options.isDocument("storageStats")) {
      if (!context.namespace().collection().equals(SystemViews.NAME)) {
        stored("storage", operation, context);
      }
      document.append(
          "storageStats",
          operation
              .engine()
              .statistics()
              .collection(operation, context.namespace(), scale(options)));
    }
    if (options.isDocument("count")) {
      Namespace counted =
          isViews(operation, context)
              ? context.namespace()
              : stored("count", operation, context).namespace();
      BsonDocument numbers = operation.engine().statistics().collection(operation, counted, 1);
      document.append("count", numbers.get("count"));
    }
    if (options.isDocument("queryExecStats")) {
      document.append(
          "queryExecStats",
          isViews(operation, context)
              ? scans(0, 0)
              : scans(stored("queryExecStats", operation, context).life()));
    }
    return document;
  }

  private static boolean isViews(Operation operation, StageContext context) {
    return SystemViews.isShown(operation.engine().catalog().snapshot(), context.namespace());
  }

  private static BsonDocument scans(CollectionLife life) {
    return scans(life.scans(), life.scans() - life.tailableScans());
  }

  private static BsonDocument scans(long total, long nonTailable) {
    return new BsonDocument(
        "collectionScans",
        new BsonDocument("total", new BsonInt64(total))
            .append("nonTailable", new BsonInt64(nonTailable)));
  }

  /** The collection, which a view is not; of a time-series collection that of its buckets. */
  private static CollectionEntry stored(String what, Operation operation, StageContext context) {
    CollectionEntry buckets =
        operation.engine().catalog().snapshot().bucketsOf(context.namespace());
    if (buckets != null) {
      return buckets;
    }
    CollectionEntry entry = operation.engine().catalog().find(context.namespace());
    if (entry == null) {
      throw new ServerException(
          ErrorCode.NAMESPACE_NOT_FOUND,
          "Unable to retrieve "
              + what
              + " in $collStats stage :: caused by :: Collection ["
              + context.namespace()
              + "] not found.");
    }
    if (entry.isView()) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW,
          "Namespace " + context.namespace().fullName() + " is a view, not a collection");
    }
    return entry;
  }

  private static boolean withHistograms(BsonDocument options) {
    BsonValue histograms = options.getDocument("latencyStats").get("histograms", BsonBoolean.FALSE);
    if (!histograms.isBoolean() && !histograms.isNumber() && !histograms.isNull()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "BSON field '$collStats.latencyStats.histograms' is the wrong type, expected types"
              + " '[bool, long, int, decimal, double]'");
    }
    return histograms.isBoolean()
        ? histograms.asBoolean().getValue()
        : histograms.isNumber() && histograms.asNumber().doubleValue() != 0;
  }

  private static int scale(BsonDocument options) {
    BsonValue scale = options.getDocument("storageStats").get("scale");
    if (scale == null || scale.isNull()) {
      return 1;
    }
    if (!scale.isNumber()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "BSON field '$collStats.storageStats.scale' is the wrong type, expected types '[long,"
              + " int, decimal, double]'");
    }
    long number = Numbers.saturatedLong(scale);
    if (number < 1) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "BSON field 'scale' value must be >= 1, actual value: " + number);
    }
    return (int) Math.min(number, Integer.MAX_VALUE);
  }
}

package dev.meerkat.engine.catalog;

import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Collation;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of a collection or view, and says which of them exclude each other. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/create/">create</a>
 */
final class CollectionOptionsParser {
  private static final long MAX_CAPPED_BYTES = 1L << 50;
  private static final int CAPPED_ROUNDING = 256;
  private static final Set<String> NOT_WITH_TIMESERIES =
      Set.of(
          "capped",
          "size",
          "max",
          "idIndex",
          "validator",
          "validationLevel",
          "validationAction",
          "viewOn",
          "pipeline",
          ClusteredIndex.OPTION,
          CollectionOptions.IMAGES,
          EncryptedFields.OPTION);

  private static final Set<String> KEPT =
      Set.of(
          "validationLevel",
          "validationAction",
          "storageEngine",
          "indexOptionDefaults",
          ClusteredIndex.OPTION,
          TimeseriesOptions.OPTION,
          CollectionOptions.IMAGES,
          "expireAfterSeconds",
          "recordIdsReplicated",
          CollectionOptions.TEMPORARY);

  private CollectionOptionsParser() {}

  /**
   * Reads the fields of a create command whose types have been checked.
   *
   * @throws ServerException 72 InvalidOptions, 2 BadValue, 238 for what is not supported
   */
  static CollectionOptions parse(BsonDocument fields) {
    if (fields.isDocument(EncryptedFields.OPTION)) {
      require(
          !truth(fields.get("capped")),
          ErrorCode.location(6367301),
          "Encrypted fields cannot be used with capped collections");
      require(
          !fields.isString("viewOn") && !fields.isDocument(TimeseriesOptions.OPTION),
          ErrorCode.location(6346401),
          "Encrypted fields cannot be used with views or time-series collections");
      EncryptedFields.check(fields.getDocument(EncryptedFields.OPTION));
    }
    require(
        !fields.isDocument("timeseries") || !fields.containsKey("idIndex"),
        ErrorCode.INVALID_OPTIONS,
        "'idIndex' is not allowed with 'timeseries'");
    if (fields.isDocument(EncryptedFields.OPTION)) {
      throw new ServerException(
          ErrorCode.NOT_IMPLEMENTED,
          "collections with '" + EncryptedFields.OPTION + "' are not supported");
    }
    checkTimeseries(fields);
    boolean capped = truth(fields.get("capped"));
    checkClustered(fields, capped);
    String viewOn = fields.isString("viewOn") ? fields.getString("viewOn").getValue() : null;
    BsonArray pipeline = fields.isArray("pipeline") ? fields.getArray("pipeline") : new BsonArray();
    require(
        viewOn != null || !fields.isArray("pipeline"),
        ErrorCode.INVALID_OPTIONS,
        "'pipeline' requires 'viewOn' to also be specified");
    require(
        capped || !fields.isNumber("size") && !fields.isNumber("max") || viewOn != null,
        ErrorCode.INVALID_OPTIONS,
        "the 'capped' field needs to be true when either the 'size' or 'max' fields are present");
    require(
        !capped || fields.isNumber("size"),
        ErrorCode.INVALID_OPTIONS,
        "the 'size' field is required when 'capped' is true");
    if (viewOn != null) {
      checkView(fields, viewOn, capped);
    }
    return new CollectionOptions(
        capped,
        capped ? cappedSize(fields.getNumber("size")) : 0,
        capped && fields.isNumber("max") ? cappedMax(fields.getNumber("max")) : 0,
        fields.isDocument("validator") ? fields.getDocument("validator") : null,
        collation(fields),
        viewOn,
        pipeline,
        kept(fields));
  }

  /** Reads what {@link CollectionOptions#toBson()} has written. */
  static CollectionOptions stored(BsonDocument stored) {
    return new CollectionOptions(
        stored.containsKey("capped"),
        stored.isNumber("size") ? stored.getNumber("size").longValue() : 0,
        stored.isNumber("max") ? stored.getNumber("max").longValue() : 0,
        stored.isDocument("validator") ? stored.getDocument("validator") : null,
        stored.isDocument("collation") ? stored.getDocument("collation") : null,
        stored.isString("viewOn") ? stored.getString("viewOn").getValue() : null,
        stored.isArray("pipeline") ? stored.getArray("pipeline") : new BsonArray(),
        kept(stored));
  }

  /** Rounds a capped collection's size up as MongoDB does, or refuses it. */
  static long cappedSize(BsonNumber given) {
    long size = integral(given);
    require(
        size > 0 && size <= MAX_CAPPED_BYTES,
        ErrorCode.BAD_VALUE,
        "BSON field 'size' value must be > 0 and <= " + MAX_CAPPED_BYTES);
    return (size + CAPPED_ROUNDING - 1) / CAPPED_ROUNDING * CAPPED_ROUNDING;
  }

  /** The greatest number of documents; 0 and less mean no limit. */
  static long cappedMax(BsonNumber given) {
    long max = integral(given);
    require(
        max <= Integer.MAX_VALUE,
        ErrorCode.BAD_VALUE,
        "max in a capped collection has to be < 2^31 or not set");
    return Math.max(0, max);
  }

  private static void checkTimeseries(BsonDocument fields) {
    // What is clustered by a mere true are buckets, of which the oplog tells.
    if (!fields.isDocument(TimeseriesOptions.OPTION) || fields.isBoolean(ClusteredIndex.OPTION)) {
      return;
    }
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      require(
          !NOT_WITH_TIMESERIES.contains(field.getKey())
              || field.getValue().isNull()
              || field.getKey().equals("capped") && !truth(field.getValue()),
          ErrorCode.INVALID_OPTIONS,
          "'" + field.getKey() + "' is not allowed with 'timeseries'");
    }
  }

  private static void checkClustered(BsonDocument fields, boolean capped) {
    if (!fields.isDocument(ClusteredIndex.OPTION)) {
      return;
    }
    require(
        !fields.isString("viewOn"),
        ErrorCode.location(6026500),
        "The 'clusteredIndex' option is not supported with views");
    require(
        !capped, ErrorCode.location(6049200), "A capped collection cannot be clustered as well");
    require(
        !fields.isNumber("max"),
        ErrorCode.location(6049204),
        "A clustered collection has no 'max' number of documents");
    require(
        !fields.containsKey("idIndex"),
        ErrorCode.INVALID_OPTIONS,
        "The 'clusteredIndex' option is not supported with the 'idIndex' option");
  }

  private static void checkView(BsonDocument fields, String viewOn, boolean capped) {
    require(!viewOn.isEmpty(), ErrorCode.BAD_VALUE, "'viewOn' cannot be empty");
    require(
        !capped && !fields.containsKey("idIndex"),
        ErrorCode.INVALID_OPTIONS,
        "a view cannot be capped, nor have an idIndex");
    for (String name : new String[] {"validator", "size", "max", "storageEngine"}) {
      require(
          !fields.containsKey(name) || fields.isNull(name),
          ErrorCode.INVALID_OPTIONS,
          "option '" + name + "' is not allowed on a view");
    }
  }

  private static @Nullable BsonDocument collation(BsonDocument fields) {
    if (!fields.isDocument("collation")) {
      return null;
    }
    Collation parsed = Collation.parse(fields.getDocument("collation"));
    return parsed.isSimple() ? null : parsed.toBson();
  }

  private static BsonDocument kept(BsonDocument fields) {
    BsonDocument kept = new BsonDocument();
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      if (KEPT.contains(field.getKey()) && !isDefault(field.getKey(), field.getValue())) {
        kept.append(field.getKey(), normal(field.getKey(), field.getValue()));
      }
    }
    return kept;
  }

  private static BsonValue normal(String name, BsonValue value) {
    return switch (name) {
      case ClusteredIndex.OPTION ->
          value instanceof BsonDocument index ? ClusteredIndex.parse(index) : value;
      case TimeseriesOptions.OPTION -> TimeseriesOptions.parse(value.asDocument()).toBson();
      default -> value;
    };
  }

  private static boolean isDefault(String name, BsonValue value) {
    if (value.isNull() || value.isDocument() && value.asDocument().isEmpty()) {
      return true;
    }
    if (name.equals(CollectionOptions.TEMPORARY)) {
      return !truth(value);
    }
    return name.equals(CollectionOptions.IMAGES)
        && value.isDocument()
        && !truth(value.asDocument().get("enabled"));
  }

  private static boolean truth(@Nullable BsonValue value) {
    if (value == null) {
      return false;
    }
    if (value.isBoolean()) {
      return value.asBoolean().getValue();
    }
    return value instanceof BsonNumber number
        ? number.doubleValue() != 0
        : value.isDecimal128() && !isDecimalZero(value);
  }

  private static boolean isDecimalZero(BsonValue value) {
    return value.asDecimal128().getValue().isFinite()
        && value.asDecimal128().getValue().doubleValue() == 0;
  }

  private static long integral(BsonNumber number) {
    return number.isDouble() ? (long) Math.rint(number.doubleValue()) : number.longValue();
  }

  private static void require(boolean holds, ErrorCode code, String text) {
    if (!holds) {
      throw new ServerException(code, text);
    }
  }
}

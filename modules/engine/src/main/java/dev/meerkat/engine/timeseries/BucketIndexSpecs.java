package dev.meerkat.engine.timeseries;

import dev.meerkat.aggregation.timeseries.BucketShape;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Indexes of a time-series collection, and what they are on its buckets. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/timeseries/timeseries-secondary-index/">Secondary
 *     indexes on time series</a>
 */
public record BucketIndexSpecs(TimeseriesOptions options) {
  /** The field of an index on buckets that keeps the spec as the client gave it. */
  public static final String ORIGINAL = "originalSpec";

  private static final String PARTIAL = "partialFilterExpression";
  private static final String EXPIRY = "expireAfterSeconds";

  /** The index that a time-series collection has from the start, or null where it has none. */
  public @Nullable BsonDocument standard() {
    String meta = options.metaField();
    if (meta == null) {
      return null;
    }
    BsonDocument key =
        new BsonDocument(BucketShape.META, new BsonInt32(1))
            .append(options.shape().minTime(), new BsonInt32(1))
            .append(options.shape().maxTime(), new BsonInt32(1));
    return new BsonDocument("v", new BsonInt32(2))
        .append("key", key)
        .append("name", new BsonString(meta + "_1_" + options.timeField() + "_1"));
  }

  /**
   * The spec of an index on buckets.
   *
   * @throws ServerException 72, 67, 85
   */
  public BsonDocument onBuckets(BsonDocument given) {
    if (!given.isDocument("key")) {
      // What is wrong with it is found where all specs are checked.
      return given;
    }
    BsonDocument key = given.getDocument("key");
    checkOptions(given, key);
    BsonDocument spec = new BsonDocument();
    spec.putAll(given);
    BsonDocument bucketKey = keyOnBuckets(key, ErrorCode.CANNOT_CREATE_INDEX);
    boolean isOriginalKept = given.isDocument(PARTIAL) || hasMeasurements(key);
    BucketPartialFilter partial = null;
    if (given.isDocument(PARTIAL)) {
      if (given.containsKey("collation")) {
        throw new ServerException(
            ErrorCode.INDEX_OPTIONS_CONFLICT,
            "On a time-series collection, partialFilterExpression and collation arguments are"
                + " incompatible");
      }
      partial = BucketPartialFilter.of(given.getDocument(PARTIAL), options);
      spec.put(PARTIAL, partial.filter());
    }
    if (given.containsKey(EXPIRY)) {
      bucketKey = expiring(key, partial);
    }
    spec.put("key", bucketKey);
    if (isOriginalKept) {
      spec.put(ORIGINAL, given);
    }
    return spec;
  }

  private void checkOptions(BsonDocument given, BsonDocument key) {
    if (isTrue(given.get("unique"))) {
      throw invalid("Unique indexes are not supported on time-series collections");
    }
    if (isTrue(given.get("sparse")) && hasMeasurements(key)) {
      throw invalid("Sparse indexes are not supported on time-series measurements");
    }
    if (key.containsValue(new BsonString("text"))) {
      throw invalid("Text indexes are not supported on time-series collections");
    }
  }

  /** A bucket goes when the last of its measurements may. */
  private BsonDocument expiring(BsonDocument key, @Nullable BucketPartialFilter partial) {
    if (partial == null || partial.hasMeasurements()) {
      throw invalid(
          "TTL indexes on time-series collections require a partialFilterExpression on the"
              + " metaField");
    }
    if (key.size() != 1) {
      throw new ServerException(
          ErrorCode.CANNOT_CREATE_INDEX,
          "TTL indexes are single-field indexes, compound indexes do not support TTL");
    }
    if (!key.getFirstKey().equals(options.timeField())) {
      throw invalid("TTL indexes on time-series collections must be on the timeField");
    }
    return new BsonDocument(options.shape().maxTime(), key.get(key.getFirstKey()));
  }

  private boolean hasMeasurements(BsonDocument key) {
    BucketShape shape = options.shape();
    return key.keySet().stream()
        .anyMatch(path -> !path.equals(shape.timeField()) && shape.metaPath(path) == null);
  }

  /**
   * The key pattern of an index on buckets.
   *
   * @param code of what cannot be one
   */
  public BsonDocument keyOnBuckets(BsonDocument key, ErrorCode code) {
    BucketShape shape = options.shape();
    BsonDocument pattern = new BsonDocument();
    for (Map.Entry<String, BsonValue> component : key.entrySet()) {
      String path = component.getKey();
      BsonValue direction = component.getValue();
      String meta = shape.metaPath(path);
      if (meta != null) {
        pattern.append(meta, direction);
      } else if (direction.isNumber()) {
        boolean ascending = direction.asNumber().doubleValue() >= 0;
        String first = ascending ? BucketShape.MIN_PREFIX : BucketShape.MAX_PREFIX;
        String second = ascending ? BucketShape.MAX_PREFIX : BucketShape.MIN_PREFIX;
        pattern.append(first + path, direction).append(second + path, direction);
      } else {
        throw new ServerException(
            code,
            "Invalid index spec for time-series collection: "
                + key.toJson()
                + (path.equals(shape.timeField())
                    ? ". Indexes on the time field must be ascending or descending (numbers only)"
                    : ". Indexes on measurement fields must be ascending or descending (numbers"
                        + " only)"));
      }
    }
    return pattern;
  }

  /** The spec as it is shown for the time-series collection, or null where it has no such form. */
  public @Nullable BsonDocument shown(BsonDocument onBuckets) {
    BsonDocument key = keyShown(onBuckets.getDocument("key"));
    if (onBuckets.isDocument(ORIGINAL)) {
      BsonDocument original = onBuckets.getDocument(ORIGINAL);
      BsonDocument spec = new BsonDocument("v", onBuckets.get("v"));
      spec.putAll(original);
      // What collMod has changed since stands in the index itself.
      for (String option : List.of("hidden", EXPIRY)) {
        if (onBuckets.containsKey(option)) {
          spec.put(option, onBuckets.get(option));
        } else {
          spec.remove(option);
        }
      }
      return spec;
    }
    if (key == null) {
      return null;
    }
    BsonDocument spec = new BsonDocument();
    spec.putAll(onBuckets);
    spec.put("key", key);
    return spec;
  }

  private @Nullable BsonDocument keyShown(BsonDocument pattern) {
    BsonDocument key = new BsonDocument();
    List<Map.Entry<String, BsonValue>> components = new ArrayList<>(pattern.entrySet());
    Iterator<Map.Entry<String, BsonValue>> rest = components.iterator();
    while (rest.hasNext()) {
      Map.Entry<String, BsonValue> component = rest.next();
      String path = component.getKey();
      String metaField = options.metaField();
      if (metaField != null
          && (path.equals(BucketShape.META) || path.startsWith(BucketShape.META + "."))) {
        key.append(metaField + path.substring(BucketShape.META.length()), component.getValue());
        continue;
      }
      String field = field(path);
      if (field == null || !rest.hasNext() || !field.equals(field(rest.next().getKey()))) {
        return null;
      }
      key.append(field, component.getValue());
    }
    return key;
  }

  private static @Nullable String field(String path) {
    return path.startsWith(BucketShape.MIN_PREFIX) || path.startsWith(BucketShape.MAX_PREFIX)
        ? path.substring(BucketShape.MIN_PREFIX.length())
        : null;
  }

  private static boolean isTrue(@Nullable BsonValue value) {
    return value instanceof BsonBoolean flag
        ? flag.getValue()
        : value != null && value.isNumber() && value.asNumber().doubleValue() != 0;
  }

  private static ServerException invalid(String message) {
    return new ServerException(ErrorCode.INVALID_OPTIONS, message);
  }
}

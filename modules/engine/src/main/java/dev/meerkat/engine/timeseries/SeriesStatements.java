package dev.meerkat.engine.timeseries;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Updates of a time-series collection as updates of its buckets: they ask for series alone and
 * change series alone. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/timeseries/timeseries-limitations/">Limitations
 *     of time series</a>
 */
public record SeriesStatements(TimeseriesOptions options) {
  /**
   * The filter on buckets.
   *
   * @throws ServerException 72 where it asks for something else than the series
   */
  public BsonDocument query(BsonDocument q) {
    if (q.isEmpty()) {
      return q;
    }
    if (options.metaField() == null) {
      throw invalid(
          "Cannot perform an update or delete with a non-empty query on a time-series collection"
              + " that does not have a metaField");
    }
    BsonDocument translated = new BsonDocument();
    for (Map.Entry<String, BsonValue> field : q.entrySet()) {
      String path = field.getKey();
      if (path.startsWith("$")) {
        translated.append(path, logical(path, field.getValue()));
      } else {
        translated.append(metaPath(path), field.getValue());
      }
    }
    return translated;
  }

  private BsonValue logical(String operator, BsonValue operand) {
    switch (operator) {
      case "$and", "$or", "$nor" -> {
        if (!operand.isArray()) {
          return operand;
        }
        BsonArray branches = new BsonArray();
        for (BsonValue branch : operand.asArray()) {
          branches.add(branch.isDocument() ? query(branch.asDocument()) : branch);
        }
        return branches;
      }
      case "$comment" -> {
        return operand;
      }
      default ->
          throw invalid(
              "Cannot use " + operator + " when performing an update on a time-series collection");
    }
  }

  private String metaPath(String path) {
    String meta = options.shape().metaPath(path);
    if (meta == null) {
      throw invalid(
          "Cannot perform an update or delete on a time-series collection when querying on a field"
              + " that is not the metaField '"
              + options.metaField()
              + "'");
    }
    return meta;
  }

  /**
   * The update of buckets.
   *
   * @throws ServerException 72 for what is no change of the series by operators
   */
  public BsonDocument update(BsonValue u) {
    if (u.isArray()) {
      throw invalid("Cannot perform an update on a time-series collection using a pipeline update");
    }
    BsonDocument operators = u.asDocument();
    if (operators.isEmpty() || !operators.getFirstKey().startsWith("$")) {
      throw invalid(
          "Cannot perform an update on a time-series collection using a replacement document");
    }
    if (options.metaField() == null) {
      throw invalid(
          "Cannot perform an update on a time-series collection that does not have a metaField");
    }
    BsonDocument translated = new BsonDocument();
    operators.forEach(
        (operator, fields) ->
            translated.append(
                operator, fields.isDocument() ? fields(operator, fields.asDocument()) : fields));
    return translated;
  }

  private BsonDocument fields(String operator, BsonDocument fields) {
    BsonDocument translated = new BsonDocument();
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      BsonValue value = field.getValue();
      translated.append(
          changed(field.getKey()),
          operator.equals("$rename")
              ? new BsonString(changed(value.isString() ? value.asString().getValue() : null))
              : value);
    }
    return translated;
  }

  private String changed(@Nullable String path) {
    String meta = path == null ? null : options.shape().metaPath(path);
    if (meta == null) {
      throw invalid(
          "Cannot perform an update on a time-series collection which updates a field that is not"
              + " the metaField '"
              + options.metaField()
              + "'");
    }
    return meta;
  }

  /** A hint on buckets; a name, or {@code $natural}, stays what it is. */
  public @Nullable BsonValue hint(@Nullable BsonValue hint) {
    return hint(options, hint);
  }

  /** As {@link #hint(BsonValue)}. */
  public static @Nullable BsonValue hint(TimeseriesOptions options, @Nullable BsonValue hint) {
    if (hint == null
        || !hint.isDocument()
        || hint.asDocument().isEmpty()
        || hint.asDocument().containsKey("$natural")) {
      return hint;
    }
    return new BucketIndexSpecs(options).keyOnBuckets(hint.asDocument(), ErrorCode.BAD_VALUE);
  }

  private static ServerException invalid(String message) {
    return new ServerException(ErrorCode.INVALID_OPTIONS, message);
  }
}

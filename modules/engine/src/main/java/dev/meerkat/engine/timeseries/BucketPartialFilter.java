package dev.meerkat.engine.timeseries;

import dev.meerkat.aggregation.timeseries.BucketShape;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * The partialFilterExpression of an index on a time-series collection, said of buckets. Threads:
 * immutable.
 *
 * @param hasMeasurements whether it asks for more than the series
 */
record BucketPartialFilter(BsonDocument filter, boolean hasMeasurements) {
  /**
   * Translates what a client has said.
   *
   * @throws ServerException 72 for what cannot be said of buckets
   */
  static BucketPartialFilter of(BsonDocument given, TimeseriesOptions options) {
    BucketShape shape = options.shape();
    BsonDocument filter = new BsonDocument();
    boolean hasMeasurements = false;
    for (Map.Entry<String, BsonValue> field : given.entrySet()) {
      String path = field.getKey();
      if (path.equals("$and") || path.equals("$or")) {
        BsonArray branches = new BsonArray();
        for (BsonValue branch : field.getValue().asArray()) {
          BucketPartialFilter one = of(branch.asDocument(), options);
          hasMeasurements |= one.hasMeasurements;
          branches.add(one.filter);
        }
        filter.append(path, branches);
        continue;
      }
      String meta = shape.metaPath(path);
      if (meta != null) {
        filter.append(meta, field.getValue());
      } else {
        hasMeasurements = true;
        appendMeasurement(path, field.getValue(), filter);
      }
    }
    return new BucketPartialFilter(filter, hasMeasurements);
  }

  private static void appendMeasurement(String path, BsonValue value, BsonDocument filter) {
    boolean hasOperators =
        value.isDocument()
            && !value.asDocument().isEmpty()
            && value.asDocument().getFirstKey().startsWith("$");
    BsonDocument operators = hasOperators ? value.asDocument() : new BsonDocument("$eq", value);
    for (Map.Entry<String, BsonValue> operator : operators.entrySet()) {
      BsonValue operand = operator.getValue();
      switch (operator.getKey()) {
        case "$eq" -> {
          put(filter, BucketShape.MIN_PREFIX + path, "$lte", operand);
          put(filter, BucketShape.MAX_PREFIX + path, "$gte", operand);
        }
        case "$gt", "$gte" ->
            put(filter, BucketShape.MAX_PREFIX + path, operator.getKey(), operand);
        case "$lt", "$lte" ->
            put(filter, BucketShape.MIN_PREFIX + path, operator.getKey(), operand);
        case "$exists" -> {
          if (operand.equals(BsonBoolean.FALSE)) {
            throw refused(operator.getKey());
          }
          put(filter, BucketShape.MIN_PREFIX + path, "$exists", BsonBoolean.TRUE);
        }
        default -> throw refused(operator.getKey());
      }
    }
  }

  private static void put(BsonDocument filter, String path, String operator, BsonValue operand) {
    if (!filter.containsKey(path)) {
      filter.put(path, new BsonDocument());
    }
    filter.getDocument(path).put(operator, operand);
  }

  private static ServerException refused(String operator) {
    return new ServerException(
        ErrorCode.INVALID_OPTIONS,
        "partialFilterExpression on time-series measurements does not support " + operator);
  }
}

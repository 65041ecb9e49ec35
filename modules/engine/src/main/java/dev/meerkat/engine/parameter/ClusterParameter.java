package dev.meerkat.engine.parameter;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.util.List;
import java.util.function.Function;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * One cluster parameter: its name, and what it makes of a value. Threads: immutable.
 *
 * @param complete answers all fields of the value that a client gave, those left out by default
 * @see <a href="https://www.mongodb.com/docs/manual/reference/cluster-parameters/">Cluster
 *     parameters</a>
 */
record ClusterParameter(String name, Function<BsonDocument, BsonDocument> complete) {
  static final String DEFAULT_MAX_TIME = "defaultMaxTimeMS";

  /** All of them, sorted by name. */
  static final List<ClusterParameter> ALL =
      List.of(
          flag("addOrRemoveShardInProgress", "inProgress"),
          new ClusterParameter("changeStreamOptions", ClusterParameter::changeStreamOptions),
          number("changeStreams", "expireAfterSeconds", 3600, 1),
          flag("configServerReadPreferenceForCatalogQueries", "mustAlwaysUseNearest"),
          number(DEFAULT_MAX_TIME, "readOperations", 0, 0),
          new ClusterParameter("fleCompactionOptions", ClusterParameter::compactionOptions),
          new ClusterParameter(
              "internalQueryCutoffForSampleFromRandomCursor", ClusterParameter::sampleCutoff),
          flag("pauseMigrationsDuringMultiUpdates", "enabled"),
          flag("shardedClusterCardinalityForDirectConns", "hasTwoOrMoreShards"));

  private static final DocumentSchema CHANGE_STREAM_OPTIONS =
      DocumentSchema.of("changeStreamOptions", Field.document("preAndPostImages"));
  private static final DocumentSchema IMAGES =
      DocumentSchema.of("changeStreamOptions.preAndPostImages", Field.any("expireAfterSeconds"));

  private static final String MAX_COMPACTION_SIZE = "maxCompactionSize";
  private static final String MAX_ANCHOR_COMPACTION_SIZE = "maxAnchorCompactionSize";
  private static final String MAX_ESC_ENTRIES = "maxESCEntriesPerCompactionDelete";
  private static final String PADDING_FACTOR = "compactAnchorPaddingFactor";
  private static final int COMPACTION_BYTES = 268_435_456;
  private static final int ESC_ENTRIES = 350_000;

  /** The value before anybody has set one. */
  BsonDocument initial() {
    return complete.apply(new BsonDocument());
  }

  private static ClusterParameter flag(String name, String field) {
    DocumentSchema schema = DocumentSchema.of(name, Field.bool(field));
    return new ClusterParameter(
        name,
        given ->
            new BsonDocument(field, BsonBoolean.valueOf(parse(schema, given).bool(field, false))));
  }

  private static ClusterParameter number(String name, String field, long standard, long least) {
    DocumentSchema schema = DocumentSchema.of(name, Field.integral(field).atLeast(least));
    return new ClusterParameter(
        name,
        given ->
            new BsonDocument(field, new BsonInt64(parse(schema, given).int64(field, standard))));
  }

  /** Whatever is wrong with it is a bad value, wrong types too. */
  private static BsonDocument changeStreamOptions(BsonDocument given) {
    try {
      Fields options = parse(CHANGE_STREAM_OPTIONS, given);
      Fields images = IMAGES.parse(options.document("preAndPostImages"));
      BsonValue expiry = expiry(images.value("expireAfterSeconds", new BsonString("off")));
      return new BsonDocument("preAndPostImages", new BsonDocument("expireAfterSeconds", expiry));
    } catch (ServerException e) {
      throw new ServerException(ErrorCode.BAD_VALUE, e.text());
    }
  }

  private static BsonValue expiry(BsonValue given) {
    if (given.isNull() || given.equals(new BsonString("off"))) {
      return new BsonString("off");
    }
    if (given.isString()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Non-numeric value of 'expireAfterSeconds' should be 'off', but found: "
              + given.asString().getValue());
    }
    BsonDocument alone = new BsonDocument("expireAfterSeconds", given);
    Fields number =
        DocumentSchema.of(
                "changeStreamOptions.preAndPostImages",
                Field.integral("expireAfterSeconds").atLeast(1))
            .parse(DocumentView.of(alone));
    return new BsonInt64(number.int64("expireAfterSeconds", 0));
  }

  private static BsonDocument sampleCutoff(BsonDocument given) {
    DocumentSchema schema =
        DocumentSchema.of("internalQueryCutoffForSampleFromRandomCursor", real("sampleCutoff"));
    BsonValue cutoff = parse(schema, given).value("sampleCutoff", new BsonDouble(0.05));
    double value = real(cutoff);
    if (!(value > 0 && value <= 1)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "sampleCutoff must be above 0 and at most 1, but is " + value);
    }
    return new BsonDocument("sampleCutoff", new BsonDouble(value));
  }

  private static BsonDocument compactionOptions(BsonDocument given) {
    DocumentSchema schema =
        DocumentSchema.of(
            "fleCompactionOptions",
            Field.integral(MAX_COMPACTION_SIZE).range(1, 1L << 30),
            Field.integral(MAX_ANCHOR_COMPACTION_SIZE).range(1, 1L << 30),
            Field.integral(MAX_ESC_ENTRIES).range(1, Integer.MAX_VALUE),
            real(PADDING_FACTOR));
    Fields fields = parse(schema, given);
    BsonDocument value =
        new BsonDocument(
                MAX_COMPACTION_SIZE,
                new BsonInt32(fields.int32(MAX_COMPACTION_SIZE, COMPACTION_BYTES)))
            .append(
                MAX_ANCHOR_COMPACTION_SIZE,
                new BsonInt32(fields.int32(MAX_ANCHOR_COMPACTION_SIZE, COMPACTION_BYTES)))
            .append(MAX_ESC_ENTRIES, new BsonInt32(fields.int32(MAX_ESC_ENTRIES, ESC_ENTRIES)));
    BsonValue padding = fields.value(PADDING_FACTOR);
    if (padding != null) {
      double factor = real(padding);
      if (!(factor >= 0 && factor <= 1)) {
        throw new ServerException(
            ErrorCode.BAD_VALUE, PADDING_FACTOR + " must be from 0 to 1, but is " + factor);
      }
      value.append(PADDING_FACTOR, new BsonDouble(factor));
    }
    return value;
  }

  /** A number that may have a fraction. */
  private static Field real(String name) {
    return Field.of(name, BsonBytes.DOUBLE, BsonBytes.INT32, BsonBytes.INT64, BsonBytes.DECIMAL128);
  }

  private static double real(BsonValue value) {
    return value instanceof BsonNumber number
        ? number.doubleValue()
        : value.asDecimal128().getValue().bigDecimalValue().doubleValue();
  }

  private static Fields parse(DocumentSchema schema, BsonDocument given) {
    return schema.parse(DocumentView.of(given));
  }
}

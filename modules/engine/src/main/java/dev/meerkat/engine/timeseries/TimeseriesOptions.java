package dev.meerkat.engine.timeseries;

import dev.meerkat.aggregation.timeseries.BucketShape;
import dev.meerkat.aggregation.timeseries.UnpackBucketStage;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * What makes a collection one of time series. Threads: immutable.
 *
 * @param metaField what tells series apart, or null
 * @param granularity null where span and rounding were given instead
 * @see <a href="https://www.mongodb.com/docs/manual/core/timeseries-collections/">Time series</a>
 */
public record TimeseriesOptions(
    String timeField,
    @Nullable String metaField,
    @Nullable String granularity,
    int spanSeconds,
    int roundingSeconds) {
  /** The option of the create command, and of the collection that holds the buckets. */
  public static final String OPTION = "timeseries";

  private static final String BUCKETS_PREFIX = "system.buckets.";
  private static final int MAX_SPAN_SECONDS = 31_536_000;
  private static final String GRANULARITY = "granularity";
  private static final String SPAN = "bucketMaxSpanSeconds";
  private static final String ROUNDING = "bucketRoundingSeconds";

  private static final DocumentSchema SCHEMA =
      DocumentSchema.of(
          "create.timeseries",
          Field.string("timeField").required(),
          Field.string("metaField"),
          Field.string(GRANULARITY),
          Field.integral(ROUNDING).range(1, MAX_SPAN_SECONDS),
          Field.integral(SPAN).range(1, MAX_SPAN_SECONDS));

  private static final DocumentSchema CHANGES =
      DocumentSchema.of(
          "collMod.timeseries",
          Field.string(GRANULARITY),
          Field.integral(ROUNDING).range(1, MAX_SPAN_SECONDS),
          Field.integral(SPAN).range(1, MAX_SPAN_SECONDS));

  /** The collection that holds the buckets of a time-series collection. */
  public static Namespace buckets(Namespace namespace) {
    return new Namespace(namespace.database(), BUCKETS_PREFIX + namespace.collection());
  }

  /** Whether a name is that of a collection of buckets. */
  public static boolean isBuckets(Namespace namespace) {
    return namespace.collection().startsWith(BUCKETS_PREFIX);
  }

  /** The time-series collection of a collection of buckets. */
  public static Namespace ofBuckets(Namespace buckets) {
    return new Namespace(
        buckets.database(), buckets.collection().substring(BUCKETS_PREFIX.length()));
  }

  /**
   * Reads what the create command says.
   *
   * @throws ServerException 40414, 40415, 14, 2, 72
   */
  public static TimeseriesOptions parse(BsonDocument given) {
    Fields fields = SCHEMA.parse(DocumentView.of(given));
    String granularity = granularity(fields, "create");
    boolean custom = granularity == null && (fields.has(SPAN) || fields.has(ROUNDING));
    if (custom) {
      int span = both(fields);
      return new TimeseriesOptions(
          fields.string("timeField"), text(fields, "metaField"), null, span, span);
    }
    Granularity chosen = known(granularity == null ? Granularity.SECONDS.wireName() : granularity);
    checkDefault(fields, SPAN, chosen.spanSeconds());
    checkDefault(fields, ROUNDING, chosen.roundingSeconds());
    return new TimeseriesOptions(
        fields.string("timeField"),
        text(fields, "metaField"),
        chosen.wireName(),
        chosen.spanSeconds(),
        chosen.roundingSeconds());
  }

  /**
   * Fails where a client may not name the fields so.
   *
   * @throws ServerException 72
   */
  public void checkNames() {
    checkTopLevel("timeField", timeField);
    if (metaField == null) {
      return;
    }
    checkTopLevel("metaField", metaField);
    if (metaField.equals("_id")) {
      throw invalid("The 'metaField' of a time-series collection cannot be \"_id\"");
    }
    if (metaField.equals(timeField)) {
      throw invalid("The 'timeField' and the 'metaField' of a time-series collection must differ");
    }
  }

  private static void checkTopLevel(String option, String name) {
    if (name.indexOf('.') >= 0) {
      throw invalid("'" + option + "' must be a top-level field and not contain a '.'");
    }
  }

  /**
   * What collMod makes of the options: buckets can be made to last longer, never shorter.
   *
   * @throws ServerException 40415, 2, 72
   */
  public TimeseriesOptions with(BsonDocument changes) {
    Fields fields = CHANGES.parse(DocumentView.of(changes));
    String wanted = granularity(fields, "collMod");
    if (wanted == null && !fields.has(SPAN) && !fields.has(ROUNDING)) {
      return this;
    }
    if (wanted == null) {
      int span = both(fields);
      return longer(new TimeseriesOptions(timeField, metaField, null, span, span));
    }
    Granularity chosen = known(wanted);
    checkDefault(fields, SPAN, chosen.spanSeconds());
    checkDefault(fields, ROUNDING, chosen.roundingSeconds());
    return longer(
        new TimeseriesOptions(
            timeField, metaField, wanted, chosen.spanSeconds(), chosen.roundingSeconds()));
  }

  private TimeseriesOptions longer(TimeseriesOptions changed) {
    if (changed.spanSeconds < spanSeconds || changed.roundingSeconds < roundingSeconds) {
      throw invalid("Invalid transition for timeseries.granularity: buckets would last shorter");
    }
    return changed;
  }

  private static @Nullable String text(Fields fields, String name) {
    return fields.has(name) ? fields.string(name) : null;
  }

  private static @Nullable String granularity(Fields fields, String command) {
    String name = text(fields, GRANULARITY);
    if (name != null && Granularity.of(name) == null) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Enumeration value '%s' for field '%s.timeseries.granularity' is not a valid value."
              .formatted(name, command));
    }
    return name;
  }

  private static Granularity known(String name) {
    Granularity granularity = Granularity.of(name);
    if (granularity == null) {
      throw new IllegalStateException("not checked: " + name);
    }
    return granularity;
  }

  private static int both(Fields fields) {
    if (!fields.has(SPAN) || !fields.has(ROUNDING)) {
      throw invalid(
          "Timeseries 'bucketMaxSpanSeconds' and 'bucketRoundingSeconds' need to be set alongside"
              + " each other");
    }
    int span = fields.int32(SPAN, 0);
    if (span != fields.int32(ROUNDING, 0)) {
      throw invalid(
          "Timeseries 'bucketRoundingSeconds' needs to be set to the same value as"
              + " 'bucketMaxSpanSeconds'");
    }
    return span;
  }

  private static void checkDefault(Fields fields, String name, int standard) {
    if (fields.has(name) && fields.int32(name, 0) != standard) {
      throw invalid(
          "Timeseries '%s' is not configurable to a value other than the default of %d for the"
                  .formatted(name, standard)
              + " provided granularity");
    }
  }

  private static ServerException invalid(String text) {
    return new ServerException(ErrorCode.INVALID_OPTIONS, text);
  }

  /** Where the fields of measurements are in buckets. */
  public BucketShape shape() {
    return new BucketShape(timeField, metaField, spanSeconds);
  }

  /** The time at which a bucket begins whose first measurement is at a time. */
  long round(long millis) {
    long rest = Math.floorMod(millis, roundingSeconds * 1_000L);
    return millis < Long.MIN_VALUE + rest ? millis : millis - rest;
  }

  /** The options as they are kept and shown. */
  public BsonDocument toBson() {
    BsonDocument document = new BsonDocument("timeField", new BsonString(timeField));
    if (metaField != null) {
      document.append("metaField", new BsonString(metaField));
    }
    if (granularity != null) {
      document.append(GRANULARITY, new BsonString(granularity));
    } else {
      document.append(ROUNDING, new BsonInt32(roundingSeconds));
    }
    return document.append(SPAN, new BsonInt32(spanSeconds));
  }

  /** The pipeline of the view that shows the measurements. */
  public BsonArray viewPipeline() {
    BsonDocument unpack = new BsonDocument("timeField", new BsonString(timeField));
    if (metaField != null) {
      unpack.append("metaField", new BsonString(metaField));
    }
    unpack.append(SPAN, new BsonInt32(spanSeconds));
    return new BsonArray(List.of(new BsonDocument(UnpackBucketStage.NAME, unpack)));
  }
}

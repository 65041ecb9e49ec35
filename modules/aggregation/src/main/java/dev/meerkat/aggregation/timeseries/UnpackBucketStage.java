package dev.meerkat.aggregation.timeseries;

import dev.meerkat.aggregation.stage.StageCursor;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Makes the measurements of buckets: what a time-series collection shows of the collection that
 * holds its buckets. Threads: immutable.
 *
 * @param wanted the fields of a measurement that are shown
 * @param usesExtendedRange whether the {@code _id} of a bucket may have no room for its time
 * @param spec as it was written
 */
public record UnpackBucketStage(
    BucketShape shape, Predicate<String> wanted, boolean usesExtendedRange, BsonDocument spec)
    implements Stage {
  public static final String NAME = "$_internalUnpackBucket";

  /** What buckets of seconds last at most. */
  private static final int SECONDS_SPAN = 3600;

  /** Reads the stage's argument. */
  public static UnpackBucketStage parse(BsonValue given) {
    if (!(given instanceof BsonDocument spec)) {
      throw refused(5346500, NAME + " specification must be an object");
    }
    String timeField = null;
    String metaField = null;
    int span = 0;
    Predicate<String> wanted = null;
    boolean usesExtendedRange = false;
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      BsonValue value = field.getValue();
      switch (field.getKey()) {
        case "timeField" -> timeField = text(value, 5346504, "timeField");
        case "metaField" -> metaField = text(value, 5346505, "metaField");
        case "bucketMaxSpanSeconds" -> span = span(value);
        case "include", "exclude" -> {
          if (wanted != null) {
            throw refused(5408000, "The " + NAME + " stage takes 'include' or 'exclude'");
          }
          Set<String> names = names(value);
          wanted =
              field.getKey().equals("include") ? names::contains : name -> !names.contains(name);
        }
        case "usesExtendedRange" -> usesExtendedRange = flag(value, field.getKey());
        // They permit shortcuts that are not taken here.
        case "assumeNoMixedSchemaData", "fixedBuckets" -> flag(value, field.getKey());
        default ->
            throw refused(5346506, "unrecognized parameter to " + NAME + ": " + field.getKey());
      }
    }
    if (timeField == null) {
      throw refused(5346508, "The " + NAME + " stage requires a timeField parameter");
    }
    if (span == 0) {
      throw refused(5510602, "The " + NAME + " stage requires a bucketMaxSpanSeconds parameter");
    }
    return new UnpackBucketStage(
        new BucketShape(timeField, metaField, span),
        wanted == null ? name -> true : wanted,
        usesExtendedRange,
        spec);
  }

  /** Reads the argument of the same stage as products beside the server name it. */
  public static UnpackBucketStage parseExternal(BsonValue given) {
    if (!(given instanceof BsonDocument spec)) {
      throw refused(5612400, "$_unpackBucket specification must be an object");
    }
    String timeField = null;
    String metaField = null;
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      switch (field.getKey()) {
        case "timeField" -> timeField = text(field.getValue(), 5612401, "timeField");
        case "metaField" -> metaField = text(field.getValue(), 5612402, "metaField");
        case "assumeNoMixedSchemaData" -> {
          if (!field.getValue().isBoolean()) {
            throw refused(6067203, "assumeClean field must be a bool");
          }
        }
        default ->
            throw refused(5612404, "unrecognized parameter to $_unpackBucket: " + field.getKey());
      }
    }
    if (metaField != null && metaField.indexOf('.') >= 0) {
      throw refused(5612403, "metaField field must be a single-element field path");
    }
    if (timeField == null) {
      throw refused(5612405, "The $_unpackBucket stage requires a timeField parameter");
    }
    return new UnpackBucketStage(
        new BucketShape(timeField, metaField, SECONDS_SPAN), _ -> true, false, spec);
  }

  private static String text(BsonValue value, int code, String name) {
    if (!(value instanceof BsonString text)) {
      throw refused(code, name + " field must be a string");
    }
    return text.getValue();
  }

  private static boolean flag(BsonValue value, String name) {
    if (!value.isBoolean()) {
      throw refused(6067202, name + " field must be a bool");
    }
    return value.asBoolean().getValue();
  }

  private static int span(BsonValue value) {
    if (!value.isNumber()) {
      throw refused(5510600, "bucketMaxSpanSeconds field must be an integer");
    }
    int span = value.asNumber().intValue();
    if (span <= 0) {
      throw refused(5510601, "bucketMaxSpanSeconds field must be greater than zero");
    }
    return span;
  }

  private static Set<String> names(BsonValue value) {
    if (!(value instanceof BsonArray array)) {
      throw refused(5346501, "include or exclude field must be an array");
    }
    Set<String> names = new HashSet<>();
    for (BsonValue element : array) {
      names.add(text(element, 5346502, "include or exclude"));
    }
    return names;
  }

  private static ServerException refused(int code, String message) {
    return new ServerException(ErrorCode.location(code), message);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.MANY);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new UnpackCursor(input, new BucketReader(shape, wanted), context);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(NAME, spec);
  }

  /** Reads the measurements of each bucket. */
  private static final class UnpackCursor extends StageCursor {
    private final Cursor input;
    private final BucketReader reader;
    private final StageContext context;

    UnpackCursor(Cursor input, BucketReader reader, StageContext context) {
      this.input = input;
      this.reader = reader;
      this.context = context;
    }

    @Override
    protected @Nullable DocumentView next() {
      while (!reader.advance()) {
        if (!input.advance()) {
          return null;
        }
        context.operation().checkInterrupted();
        // The view of a cursor may go with a batch, and the bucket outlasts it.
        reader.open(input.current().retain());
      }
      return reader.current();
    }

    @Override
    public void close() {
      input.close();
    }
  }
}

package dev.meerkat.engine.catalog;

import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Collation;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the create command was told about a collection or view. Threads: immutable, as long as
 * nobody changes the documents.
 *
 * @param sizeBytes of a capped collection, above 0; else 0
 * @param maxDocuments of a capped collection, 0 for no limit
 * @param collation spelled out, or null for simple comparison
 * @param viewOn the collection or view that a view shows, or null
 * @param pipeline of a view; else empty
 * @param others options that are only kept and shown: storageEngine, validationLevel, …
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/create/">create</a>
 */
public record CollectionOptions(
    boolean capped,
    long sizeBytes,
    long maxDocuments,
    @Nullable BsonDocument validator,
    @Nullable BsonDocument collation,
    @Nullable String viewOn,
    BsonArray pipeline,
    BsonDocument others) {
  /** The option of collections that keep what their documents were, for change streams. */
  public static final String IMAGES = "changeStreamPreAndPostImages";

  /** The option of collections that are gone after a restart: those that {@code $out} makes. */
  public static final String TEMPORARY = "temp";

  /** What insert makes of a collection that is not there. */
  public static final CollectionOptions NONE =
      new CollectionOptions(false, 0, 0, null, null, null, new BsonArray(), new BsonDocument());

  /**
   * Reads the fields of a create command whose types have been checked.
   *
   * @throws ServerException 72 InvalidOptions, 2 BadValue, 238 for what is not supported
   */
  public static CollectionOptions parse(BsonDocument fields) {
    return CollectionOptionsParser.parse(fields);
  }

  /** Reads what {@link #toBson()} has written. */
  static CollectionOptions stored(BsonDocument stored) {
    return CollectionOptionsParser.stored(stored);
  }

  /** Whether documents are kept in the order of their {@code _id}. */
  public boolean isClustered() {
    return others.containsKey(ClusteredIndex.OPTION);
  }

  /** What was said of the index of a clustered collection; buckets have the usual one. */
  BsonDocument clusteredIndex() {
    BsonValue said = others.get(ClusteredIndex.OPTION);
    return said instanceof BsonDocument index ? index : ClusteredIndex.standard();
  }

  /** What is said of time series, by the create command or of their buckets; else null. */
  public @Nullable TimeseriesOptions timeseries() {
    return others.isDocument(TimeseriesOptions.OPTION)
        ? TimeseriesOptions.parse(others.getDocument(TimeseriesOptions.OPTION))
        : null;
  }

  /** Whether time series were spoken of. */
  public boolean isTimeseries() {
    return others.isDocument(TimeseriesOptions.OPTION);
  }

  /** The options of the collection that holds the buckets of a time-series collection. */
  CollectionOptions forBuckets(TimeseriesOptions timeseries) {
    CollectionOptions buckets =
        withValidator(BucketValidator.of(timeseries))
            .withOther(ClusteredIndex.OPTION, BsonBoolean.TRUE);
    return buckets.withOther(TimeseriesOptions.OPTION, timeseries.toBson());
  }

  /** The options of the view that shows the measurements of buckets. */
  CollectionOptions forMeasurements(TimeseriesOptions timeseries, String buckets) {
    return new CollectionOptions(
        false, 0, 0, null, collation, buckets, timeseries.viewPipeline(), new BsonDocument());
  }

  /** The options of a time-series collection, of those of its buckets, as clients see them. */
  CollectionOptions ofMeasurements() {
    return withValidator(null).withoutOther(ClusteredIndex.OPTION);
  }

  /** Whether it is to be gone after a restart. */
  public boolean isTemporary() {
    return others.containsKey(TEMPORARY);
  }

  public boolean isView() {
    return viewOn != null;
  }

  /** The collation, parsed; simple where there is none. */
  public Collation parsedCollation() {
    return collation == null ? Collation.SIMPLE : Collation.parse(collation);
  }

  /** A kept option's text, or {@code otherwise}. */
  public String text(String name, String otherwise) {
    return others.isString(name) ? others.getString(name).getValue() : otherwise;
  }

  public CollectionOptions withValidator(@Nullable BsonDocument changed) {
    return new CollectionOptions(
        capped, sizeBytes, maxDocuments, changed, collation, viewOn, pipeline, others);
  }

  /** Whether a collection keeps what its documents were, for change streams. */
  public boolean keepsImages() {
    return others.isDocument(IMAGES)
        && others.getDocument(IMAGES).get("enabled") instanceof BsonBoolean enabled
        && enabled.getValue();
  }

  public CollectionOptions withOther(String name, BsonValue value) {
    BsonDocument changed = new BsonDocument();
    changed.putAll(others);
    changed.put(name, value);
    return new CollectionOptions(
        capped, sizeBytes, maxDocuments, validator, collation, viewOn, pipeline, changed);
  }

  public CollectionOptions withoutOther(String name) {
    BsonDocument changed = new BsonDocument();
    changed.putAll(others);
    changed.remove(name);
    return new CollectionOptions(
        capped, sizeBytes, maxDocuments, validator, collation, viewOn, pipeline, changed);
  }

  /** The same of a collection that is there to stay. */
  CollectionOptions lasting() {
    return isTemporary() ? withoutOther(TEMPORARY) : this;
  }

  public CollectionOptions withView(String source, BsonArray stages) {
    return new CollectionOptions(
        capped, sizeBytes, maxDocuments, validator, collation, source, stages, others);
  }

  public CollectionOptions withCap(long bytes, long documents) {
    return new CollectionOptions(
        true, bytes, documents, validator, collation, viewOn, pipeline, others);
  }

  /** Whether creating a collection with the other options again would change nothing. */
  public boolean isSameAs(CollectionOptions other) {
    return toBson().equals(other.toBson());
  }

  /** The options as {@code listCollections} shows them. */
  public BsonDocument toBson() {
    BsonDocument document = new BsonDocument();
    if (capped) {
      document.append("capped", BsonBoolean.TRUE).append("size", number(sizeBytes));
      if (maxDocuments > 0) {
        document.append("max", number(maxDocuments));
      }
    }
    if (validator != null) {
      document.append("validator", validator);
    }
    document.putAll(others);
    if (viewOn != null) {
      document.append("viewOn", new BsonString(viewOn)).append("pipeline", pipeline);
    }
    if (collation != null) {
      document.append("collation", collation);
    }
    return document;
  }

  private static BsonValue number(long value) {
    return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }
}

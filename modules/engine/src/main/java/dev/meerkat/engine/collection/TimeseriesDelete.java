package dev.meerkat.engine.collection;

import dev.meerkat.aggregation.timeseries.BucketPredicates;
import dev.meerkat.aggregation.timeseries.BucketReader;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.timeseries.BucketBuilder;
import dev.meerkat.engine.timeseries.Measurement;
import dev.meerkat.engine.timeseries.SeriesStatements;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.query.update.ChangeShape;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.storage.Durability;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One statement that removes measurements: buckets that may have such are found as any documents
 * are, and written anew without them, or removed. Threads: confined to one operation.
 */
final class TimeseriesDelete implements AutoCloseable {
  private final TimeseriesOptions options;
  private final Filter filter;
  private final Statement statement;

  TimeseriesDelete(
      Operation operation,
      Namespace namespace,
      TimeseriesOptions options,
      BsonDocument q,
      @Nullable BsonValue hint,
      @Nullable BsonDocument collation,
      @Nullable BsonDocument let) {
    this.options = options;
    Namespace buckets = TimeseriesOptions.buckets(namespace);
    BsonDocument bucketFilter;
    try (Statement measured = new Statement(operation, buckets, q, null, collation, let, null)) {
      this.filter = measured.filter();
      bucketFilter = new BucketPredicates(options.shape()).of(filter.predicate());
    }
    this.statement =
        new Statement(
            operation,
            buckets,
            bucketFilter == null ? new BsonDocument() : bucketFilter,
            SeriesStatements.hint(options, hint),
            collation,
            let,
            null);
  }

  /** The statement on buckets, whose scope the measurements are looked at in. */
  Statement statement() {
    return statement;
  }

  /** Removes all that match; answers how many. */
  long removeAll(BatchDurability durability, boolean isLast) {
    return statement
        .changeAll(
            durability,
            isLast,
            (turn, writer, recordId, bucket) -> {
              long removed = remove(writer, recordId, bucket, Integer.MAX_VALUE);
              return new Counts(removed, removed, null);
            })
        .matched();
  }

  /** Told in the turn of the measurement that is removed. */
  interface Removal<R> {
    /** Called before the bucket is changed. */
    R removing(Turn turn, DocumentView measurement);
  }

  /** Removes one that matches; null where none does. */
  <R> @Nullable R removeOne(Durability durability, Removal<R> removal) {
    Removed<R> removed =
        statement.changeFirst(
            durability,
            (turn, writer, recordId, bucket) -> {
              DocumentView found = first(bucket);
              if (found == null) {
                return new Removed<R>(null);
              }
              R answer = removal.removing(turn, found);
              var _ = remove(writer, recordId, bucket, 1);
              turn.timestamp();
              return new Removed<>(answer);
            },
            result -> result.answer() != null);
    return removed == null ? null : removed.answer();
  }

  /** What became of one bucket: null where none of its measurements matches. */
  private record Removed<R>(@Nullable R answer) {}

  /** How many measurements of a bucket match. */
  long matching(DocumentView bucket) {
    BucketReader reader = new BucketReader(options.shape());
    reader.open(bucket);
    long matching = 0;
    while (reader.advance()) {
      matching += filter.matches(reader.current(), statement.values()) ? 1 : 0;
    }
    return matching;
  }

  private @Nullable DocumentView first(DocumentView bucket) {
    BucketReader reader = new BucketReader(options.shape());
    reader.open(bucket);
    while (reader.advance()) {
      if (filter.matches(reader.current(), statement.values())) {
        return reader.current().retain();
      }
    }
    return null;
  }

  /** Removes up to {@code limit} measurements of one bucket; answers how many. */
  private long remove(CollectionWriter writer, long recordId, DocumentView bucket, int limit) {
    DocumentView stored = bucket.retain();
    BucketBuilder rest =
        BucketBuilder.emptied(options, writer.collection().collation().order(), stored);
    BucketReader reader = new BucketReader(options.shape());
    reader.open(stored);
    long removed = 0;
    while (reader.advance()) {
      if (removed < limit && filter.matches(reader.current(), statement.values())) {
        removed++;
      } else {
        rest.add(Measurement.of(reader.current().retain(), options));
      }
    }
    if (removed == 0) {
      return 0;
    }
    if (rest.isEmpty()) {
      writer.delete(recordId, stored);
    } else {
      var _ = writer.update(recordId, stored, rest.toDocument(), new ChangeShape.Computed());
    }
    return removed;
  }

  @Override
  public void close() {
    statement.close();
  }
}

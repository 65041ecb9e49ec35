package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.engine.timeseries.BucketBuilder;
import dev.meerkat.engine.timeseries.Measurement;
import dev.meerkat.engine.timeseries.Series;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.query.update.ChangeShape;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The insert command at work on a time-series collection: measurements are put into buckets, by
 * series and in the order of their times. Which bucket is open the store knows: there is no other
 * memory of it. Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/timeseries/timeseries-bucketing/">Bucketing</a>
 */
final class TimeseriesInsert extends InsertTurns<Measurement> {
  private final Engine engine;
  private final TimeseriesOptions options;
  private final Namespace buckets;

  TimeseriesInsert(
      Operation operation,
      InsertRequest request,
      TimeseriesOptions options,
      @Nullable RetryableWrites retries) {
    super(operation, request, retries);
    this.engine = operation.engine();
    this.options = options;
    this.buckets = TimeseriesOptions.buckets(request.namespace());
  }

  /** Buckets that one turn has written. */
  private static final class Stored {
    private int made;
    private int filled;
  }

  @Override
  Measurement prepare(DocumentView given) {
    return Measurement.of(
        StoredForm.forBucket(given, request.keepEmptyTimestamps(), engine.clock()), options);
  }

  @Override
  int sizeBytes(Measurement measurement) {
    return measurement.document().length();
  }

  /** All together; where that fails, one by one, so that each fails or is written by itself. */
  @Override
  void write(List<Ready<Measurement>> ready, boolean isLast) {
    try {
      int written = operation.write(durability.of(isLast), turn -> insert(turn, ready));
      outcome.add(written, 0);
    } catch (ServerException e) {
      WriteError.rethrowFatal(e);
      writeOneByOne(ready, isLast, e);
    }
  }

  private int insert(Turn turn, List<Ready<Measurement>> ready) {
    CollectionEntry entry = turn.catalog().find(buckets);
    if (entry == null || !entry.options().isTimeseries()) {
      throw new ServerException(
          ErrorCode.NAMESPACE_NOT_FOUND,
          "Time-series collection " + request.namespace() + " was dropped during the insert");
    }
    StoredCollection stored = engine.collections().of(entry);
    CollectionWriter writer = new CollectionWriter(engine, turn, stored);
    BucketSearch search = new BucketSearch(turn, stored, options);
    Stored done = new Stored();
    for (List<Ready<Measurement>> series : bySeries(ready)) {
      insertSeries(turn, writer, search, series, done);
    }
    record(turn, ready);
    turn.timestamp();
    int count = ready.size();
    turn.afterCommit(() -> entry.life().bucketCounts().committed(done.made, done.filled, count));
    return count;
  }

  private static Iterable<List<Ready<Measurement>>> bySeries(List<Ready<Measurement>> ready) {
    Map<Series, List<Ready<Measurement>>> groups = new LinkedHashMap<>();
    for (Ready<Measurement> one : ready) {
      groups.computeIfAbsent(one.document().series(), series -> new ArrayList<>()).add(one);
    }
    groups
        .values()
        .forEach(group -> group.sort(Comparator.comparingLong(one -> one.document().millis())));
    return groups.values();
  }

  private void insertSeries(
      Turn turn,
      CollectionWriter writer,
      BucketSearch search,
      List<Ready<Measurement>> series,
      Stored done) {
    BucketSearch.Found found = null;
    BucketBuilder open = null;
    for (Ready<Measurement> one : series) {
      Measurement measurement = one.document();
      if (open == null || !open.takes(measurement)) {
        store(writer, found, open, done);
        found = search.find(measurement);
        open =
            found != null
                ? found.builder()
                : BucketBuilder.begin(
                    options, writer.collection().collation().order(), measurement, engine.seeds());
        statements.begin(turn, one.index());
      }
      open.add(measurement);
    }
    store(writer, found, open, done);
  }

  private void store(
      CollectionWriter writer,
      BucketSearch.@Nullable Found found,
      @Nullable BucketBuilder open,
      Stored done) {
    if (open == null) {
      return;
    }
    DocumentView bucket = open.toDocument();
    DuplicateKey duplicate =
        found == null
            ? writer.insert(bucket)
            : writer.update(found.recordId(), found.stored(), bucket, new ChangeShape.Computed());
    if (duplicate != null) {
      throw duplicate.toException(buckets);
    }
    done.made += found == null ? 1 : 0;
    done.filled += found == null ? 0 : 1;
  }

  /** Remembers the statements, runs of consecutive ones as one. */
  private void record(Turn turn, List<Ready<Measurement>> ready) {
    if (!statements.isRetryable()) {
      return;
    }
    Set<Integer> indexes = new TreeSet<>();
    ready.forEach(one -> indexes.add(one.index()));
    int first = -1;
    int last = -1;
    for (int index : indexes) {
      if (first >= 0 && !statements.follows(index, last)) {
        statements.record(turn, first, last, DONE);
        first = -1;
      }
      first = first < 0 ? index : first;
      last = index;
    }
    if (first >= 0) {
      statements.record(turn, first, last, DONE);
    }
  }
}

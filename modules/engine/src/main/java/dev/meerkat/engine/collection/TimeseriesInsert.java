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
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The insert command at work on a time-series collection: measurements are put into buckets, by
 * series and in the order of their times. Which bucket is open the store knows: there is no other
 * memory of it. Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/timeseries/timeseries-bucketing/">Bucketing</a>
 */
final class TimeseriesInsert {
  private static final int MAX_TURN_MEASUREMENTS = 1_000;
  private static final int MAX_TURN_BYTES = 4 << 20;
  private static final BsonDocument DONE = new BsonDocument("ok", BsonBoolean.TRUE);

  private final Engine engine;
  private final Operation operation;
  private final InsertRequest request;
  private final TimeseriesOptions options;
  private final Namespace buckets;
  private final StatementIds statements;
  private final BatchOutcome outcome = new BatchOutcome();
  private final BatchDurability durability;

  TimeseriesInsert(
      Operation operation,
      InsertRequest request,
      TimeseriesOptions options,
      @Nullable RetryableWrites retries) {
    this.engine = operation.engine();
    this.operation = operation;
    this.request = request;
    this.options = options;
    this.buckets = TimeseriesOptions.buckets(request.namespace());
    this.statements = new StatementIds(request.statementIds(), retries);
    this.durability = new BatchDurability(operation);
  }

  /** A measurement that may be inserted. */
  private record Ready(int index, Measurement measurement) {}

  /** Buckets that one turn has written. */
  private static final class Stored {
    private int made;
    private int filled;
  }

  BatchOutcome run() {
    List<Ready> ready = new ArrayList<>();
    int bytes = 0;
    List<DocumentView> documents = request.documents();
    for (int index = 0; index < documents.size() && !isOver(); index++) {
      if (statements.earlier(index) != null) {
        outcome.add(1, 0);
        outcome.retried(statements.id(index));
        continue;
      }
      Measurement measurement = prepare(index, ready);
      if (measurement != null) {
        ready.add(new Ready(index, measurement));
        bytes += measurement.document().length();
      }
      if (ready.size() >= MAX_TURN_MEASUREMENTS || bytes >= MAX_TURN_BYTES) {
        flush(ready, index == documents.size() - 1);
        bytes = 0;
      }
    }
    flush(ready, true);
    durability.finish();
    return outcome;
  }

  private boolean isOver() {
    return request.ordered() && !outcome.errors().isEmpty();
  }

  private @Nullable Measurement prepare(int index, List<Ready> ready) {
    operation.checkInterrupted();
    try {
      DocumentView document =
          StoredForm.forBucket(
              request.documents().get(index), request.keepEmptyTimestamps(), engine.clock());
      return Measurement.of(document, options);
    } catch (ServerException e) {
      WriteError.rethrowFatal(e);
      flush(ready, request.ordered());
      if (!isOver()) {
        outcome.add(WriteError.of(index, e));
      }
      return null;
    }
  }

  private void flush(List<Ready> ready, boolean isLast) {
    if (!ready.isEmpty() && !isOver()) {
      write(List.copyOf(ready), isLast);
    }
    ready.clear();
  }

  /** All together; where that fails, one by one, so that each fails or is written by itself. */
  private void write(List<Ready> ready, boolean isLast) {
    try {
      int written = operation.write(durability.of(isLast), turn -> insert(turn, ready));
      outcome.add(written, 0);
    } catch (ServerException e) {
      WriteError.rethrowFatal(e);
      if (ready.size() == 1) {
        outcome.add(WriteError.of(ready.getFirst().index(), e));
        return;
      }
      for (Ready one : ready) {
        if (!isOver()) {
          write(List.of(one), isLast);
        }
      }
    }
  }

  private int insert(Turn turn, List<Ready> ready) {
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
    for (List<Ready> series : bySeries(ready)) {
      insertSeries(turn, writer, search, series, done);
    }
    record(turn, ready);
    turn.timestamp();
    turn.afterCommit(
        () -> entry.life().bucketCounts().committed(done.made, done.filled, ready.size()));
    return ready.size();
  }

  private static Iterable<List<Ready>> bySeries(List<Ready> ready) {
    Map<Series, List<Ready>> groups = new LinkedHashMap<>();
    for (Ready one : ready) {
      groups.computeIfAbsent(one.measurement().series(), series -> new ArrayList<>()).add(one);
    }
    groups
        .values()
        .forEach(group -> group.sort(Comparator.comparingLong(one -> one.measurement().millis())));
    return groups.values();
  }

  private void insertSeries(
      Turn turn, CollectionWriter writer, BucketSearch search, List<Ready> series, Stored done) {
    BucketSearch.Found found = null;
    BucketBuilder open = null;
    for (Ready one : series) {
      Measurement measurement = one.measurement();
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
  private void record(Turn turn, List<Ready> ready) {
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

package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.StageContext;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Makes the buckets of {@code $bucketAuto} of sorted documents, one at a time. Threads: confined to
 * one operation.
 */
final class BucketCursor extends StageCursor {
  private final BucketAutoStage stage;
  private final StageSorter documents;
  private final StageContext context;

  /** Documents that a bucket takes at least, the last one aside. */
  private final long size;

  private int made;
  private boolean isStarted;
  private boolean hasNext;

  /** What the next document was sorted by. */
  private BsonValue key = BsonNull.VALUE;

  private BsonValue lower = BsonNull.VALUE;

  BucketCursor(BucketAutoStage stage, StageSorter documents, StageContext context) {
    this.stage = stage;
    this.documents = documents;
    this.context = context;
    this.size = Math.max(1, Math.round((double) documents.count() / stage.buckets()));
  }

  @Override
  protected @Nullable DocumentView next() {
    if (!isStarted) {
      isStarted = true;
      read();
      Granularity granularity = stage.granularity();
      lower = granularity == null || !hasNext ? key : granularity.down(key);
    }
    return hasNext ? bucket() : null;
  }

  private void read() {
    hasNext = documents.advance();
    if (hasNext) {
      key = documents.key().toBson().getFirst();
    }
  }

  private DocumentView bucket() {
    List<Accumulator.State> states = new ArrayList<>();
    stage.accumulators().forEach(accumulator -> states.add(accumulator.start()));
    boolean isLast = made == stage.buckets() - 1;
    BsonValue last = key;
    for (long taken = 0; hasNext && (isLast || taken < size); taken++) {
      last = key;
      take(states);
    }
    BsonValue upper;
    if (stage.granularity() == null) {
      while (hasNext && stage.order().compare(key, last) == 0) {
        take(states);
      }
      upper = hasNext ? key : last;
    } else {
      upper = stage.granularity().up(last);
      while (hasNext && stage.order().compare(key, upper) < 0) {
        take(states);
      }
    }
    made++;
    BsonDocument result =
        new BsonDocument("_id", new BsonDocument("min", lower).append("max", upper));
    for (int i = 0; i < states.size(); i++) {
      result.append(stage.names().get(i), states.get(i).result());
    }
    lower = upper;
    return Documents.checked(DocumentView.of(result));
  }

  private void take(List<Accumulator.State> states) {
    context.operation().checkInterrupted();
    for (Accumulator.State state : states) {
      state.add(documents.current(), context.scope());
    }
    read();
  }

  @Override
  public void close() {
    documents.close();
  }
}

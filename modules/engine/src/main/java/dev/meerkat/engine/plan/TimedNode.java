package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.storage.StorageReader;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A stage that is explained: measures how long it works, its inputs included. Plans that are run
 * for their documents have none. Threads: confined to one operation at a time.
 */
final class TimedNode implements PlanNode {
  private final PlanNode node;
  private final Ticker ticker;
  private final NodeCounters counters;

  TimedNode(PlanNode node, Ticker ticker) {
    this.node = node;
    this.ticker = ticker;
    this.counters = node.counters();
    counters.isTimed = true;
  }

  @Override
  public Work work() {
    long began = ticker.nanos();
    Work done = node.work();
    counters.nanos += ticker.nanos() - began;
    return done;
  }

  @Override
  public @Nullable IndexScanNode scan() {
    return node.scan();
  }

  @Override
  public long recordId() {
    return node.recordId();
  }

  @Override
  public DocumentView document() {
    return node.document();
  }

  @Override
  public @Nullable BsonDocument metadata() {
    return node.metadata();
  }

  @Override
  public DocumentView indexKey() {
    return node.indexKey();
  }

  @Override
  public DocumentView keyDocument(KeyDocument shape) {
    return node.keyDocument(shape);
  }

  @Override
  public boolean isProven() {
    return node.isProven();
  }

  @Override
  public void save() {
    node.save();
  }

  @Override
  public void restore(StorageReader reader) {
    node.restore(reader);
  }

  @Override
  public Plan plan() {
    return node.plan();
  }

  @Override
  public NodeCounters counters() {
    return counters;
  }

  @Override
  public List<PlanNode> inputs() {
    return node.inputs();
  }

  @Override
  public void close() {
    node.close();
  }
}

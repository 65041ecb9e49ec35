package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.StorageReader;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A stage that stands at the record of its one input. Threads: confined to one operation at a time.
 */
abstract sealed class OneInputNode implements PlanNode permits CoveredNode, FetchNode, PassingNode {
  final PlanNode input;
  final NodeCounters counters = new NodeCounters();
  private final Plan plan;

  OneInputNode(Plan plan, PlanNode input) {
    this.plan = plan;
    this.input = input;
  }

  @Override
  public final long recordId() {
    return input.recordId();
  }

  @Override
  public final @Nullable BsonDocument metadata() {
    return input.metadata();
  }

  @Override
  public final DocumentView indexKey() {
    return input.indexKey();
  }

  @Override
  public void save() {
    counters.saves++;
    input.save();
  }

  @Override
  public void restore(StorageReader reader) {
    counters.restores++;
    input.restore(reader);
  }

  @Override
  public final Plan plan() {
    return plan;
  }

  @Override
  public final NodeCounters counters() {
    return counters;
  }

  @Override
  public final List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public void close() {
    input.close();
  }
}

package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.StorageReader;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A stage that stands at the record of its one input. Threads: confined to one operation at a time.
 */
sealed interface OneInputNode extends PlanNode permits CoveredNode, FetchNode, PassingNode {
  PlanNode input();

  @Override
  default long recordId() {
    return input().recordId();
  }

  @Override
  default @Nullable BsonDocument metadata() {
    return input().metadata();
  }

  @Override
  default DocumentView indexKey() {
    return input().indexKey();
  }

  @Override
  default void save() {
    counters().saves++;
    input().save();
  }

  @Override
  default void restore(StorageReader reader) {
    counters().restores++;
    input().restore(reader);
  }

  @Override
  default List<PlanNode> inputs() {
    return List.of(input());
  }

  @Override
  default void close() {
    input().close();
  }
}

package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.StorageReader;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A stage that answers records of its one input as they are, and decides only which. Threads:
 * confined to one operation at a time.
 */
sealed interface PassingNode extends PlanNode
    permits LimitNode, ReturnKeyNode, SkipNode, TextMatchNode {
  PlanNode input();

  @Override
  default long recordId() {
    return input().recordId();
  }

  @Override
  default DocumentView document() {
    return input().document();
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
  default DocumentView keyDocument(KeyDocument shape) {
    return input().keyDocument(shape);
  }

  @Override
  default boolean isProven() {
    return input().isProven();
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

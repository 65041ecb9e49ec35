package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.StorageReader;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a running plan. Each {@link #work()} does a little; its position can be saved when
 * its snapshot ends and restored on the next one. Threads: confined to one operation at a time.
 */
sealed interface PlanNode
    permits EofNode, NearNode, OneInputNode, ReadingNode, SortNode, TimedNode, UnitingNode {

  /** What came of a call of {@link #work()}. */
  enum Work {
    /** A record is at hand. */
    ADVANCED,
    /** Something was done, and no record came of it. */
    NEED_TIME,
    /** There is nothing more. */
    DONE
  }

  Work work();

  /** The index scan that this is, or null. */
  default @Nullable IndexScanNode scan() {
    return null;
  }

  /** The record at hand. */
  long recordId();

  /** The document at hand; only of stages above a fetch, or that read documents themselves. */
  DocumentView document();

  /** What is known of the record at hand beside its document, or null. */
  default @Nullable BsonDocument metadata() {
    return null;
  }

  /** The index key by which the record at hand was found; empty where no index was read. */
  default DocumentView indexKey() {
    return DocumentView.EMPTY;
  }

  /** What the index key at hand tells of its document; only of stages that read an index. */
  default DocumentView keyDocument(KeyDocument shape) {
    throw new IllegalStateException(plan().stageName() + " reads no index");
  }

  /** Whether the index key at hand has been found to satisfy the whole filter. */
  default boolean isProven() {
    return false;
  }

  /** Lets go of the snapshot. */
  void save();

  /** Goes on after the record at hand, on another snapshot. */
  void restore(StorageReader reader);

  Plan plan();

  NodeCounters counters();

  default List<PlanNode> inputs() {
    return List.of();
  }

  void close();
}

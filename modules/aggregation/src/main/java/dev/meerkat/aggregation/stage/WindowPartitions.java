package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The documents of {@code $setWindowFields}, partition by partition and each in its order: the
 * first component of what they are sorted by is the partition. Threads: confined to one operation.
 */
final class WindowPartitions implements AutoCloseable {
  private static final byte[] NO_NAME = {};

  private final WindowFieldsStage stage;
  private final StageContext context;
  private final StageMemory memory;

  /** All documents in order; null where they are one partition as they come. */
  private final @Nullable StageSorter sorted;

  private @Nullable DocumentList whole;
  private boolean hasNext;
  private long runBytes;

  private WindowPartitions(
      WindowFieldsStage stage, StageContext context, @Nullable StageSorter sorted) {
    this.stage = stage;
    this.context = context;
    this.sorted = sorted;
    this.memory = new StageMemory("$setWindowFields", context);
  }

  static WindowPartitions read(WindowFieldsStage stage, Cursor input, StageContext context) {
    boolean comesInOrder = stage.isSorted() || stage.sort() == null;
    if (stage.partitionBy() == null && comesInOrder) {
      WindowPartitions partitions = new WindowPartitions(stage, context, null);
      DocumentList all =
          DocumentList.of(input, partitions.memory, context.operation()::checkInterrupted);
      partitions.whole = all;
      return partitions;
    }
    DocumentBuilder key = new DocumentBuilder(64);
    StageSorter sorter =
        StageSorter.of(
            input,
            document -> key(stage, document, context.scope(), key),
            "$sort",
            // What is sorted stays as it comes, and is parted where the partition's value changes.
            stage.isSorted() ? (_, _) -> 0 : order(stage).keyComparator(),
            0,
            context);
    try {
      WindowPartitions partitions = new WindowPartitions(stage, context, sorter);
      partitions.hasNext = sorter.advance();
      return partitions;
    } catch (RuntimeException e) {
      sorter.close();
      throw e;
    }
  }

  /** By partition, then by {@code sortBy}. */
  private static SortPattern order(WindowFieldsStage stage) {
    List<SortPattern.Part> parts = new ArrayList<>();
    parts.add(new SortPattern.PathPart(FieldPath.of("partitionBy"), false));
    if (stage.sort() != null) {
      parts.addAll(stage.sort().parts());
    }
    return new SortPattern(parts, stage.order());
  }

  private static SortKey key(
      WindowFieldsStage stage, DocumentView document, EvaluationScope scope, DocumentBuilder out) {
    BsonValue partition =
        stage.partitionBy() == null ? null : stage.partitionBy().evaluate(document, scope);
    if (partition != null && partition.isArray()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "Cannot 'partitionBy' an expression of type array");
    }
    // What is missing is of the same partition as null.
    out.clear().append(NO_NAME, partition == null ? BsonNull.VALUE : partition);
    if (stage.sort() != null) {
      out.appendFields(stage.sort().key(document, scope).values());
    }
    return new SortKey(out.copy());
  }

  /** The documents of the next partition, which the caller closes; null behind the last. */
  @Nullable DocumentList next() {
    hold(0);
    StageSorter documents = sorted;
    if (documents == null) {
      DocumentList all = whole;
      whole = null;
      return all == null || all.size() == 0 ? null : all;
    }
    if (!hasNext) {
      return null;
    }
    DocumentView first = documents.key().values().retain();
    DocumentList partition = new DocumentList(memory);
    try {
      while (hasNext && isSame(first, documents.key().values())) {
        partition.add(documents.current());
        hasNext = documents.advance();
        context.operation().checkInterrupted();
      }
    } catch (RuntimeException e) {
      partition.close();
      throw e;
    }
    return partition;
  }

  private boolean isSame(DocumentView a, DocumentView b) {
    int elementA = BsonBytes.firstElement(a.offset());
    int elementB = BsonBytes.firstElement(b.offset());
    byte[] arrayA = a.array();
    byte[] arrayB = b.array();
    return stage
        .order()
        .equal(
            arrayA[elementA],
            arrayA,
            BsonBytes.valueOffset(arrayA, elementA),
            arrayB[elementB],
            arrayB,
            BsonBytes.valueOffset(arrayB, elementB));
  }

  private void hold(long bytes) {
    memory.add(bytes - runBytes);
    runBytes = bytes;
  }

  /**
   * Says what the functions keep now; they cannot spill it, so that the documents make room.
   *
   * @throws ServerException 5414201 where it alone is too much
   */
  void hold(long bytes, DocumentList documents) {
    hold(bytes);
    if (memory.isFull()) {
      documents.spill();
    }
    if (bytes > memory.limitBytes()) {
      throw Documents.error(
          5414201,
          "Exceeded memory limit in DocumentSourceSetWindowFields, used "
              + bytes
              + " bytes but max allowed is "
              + memory.limitBytes()
              + " bytes");
    }
  }

  @Override
  public void close() {
    if (sorted != null) {
      sorted.close();
    }
    if (whole != null) {
      whole.close();
    }
  }
}

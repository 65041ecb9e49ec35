package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import java.util.Comparator;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A document of {@code $setWindowFields} beside what it is partitioned and sorted by. Threads:
 * immutable.
 *
 * @param partition null for missing, which is the same partition as null
 * @param key null where nothing is sorted by
 */
record WindowEntry(BsonValue partition, @Nullable SortKey key, DocumentView document) {
  static WindowEntry of(
      DocumentView document,
      @Nullable Expression partitionBy,
      @Nullable SortPattern sort,
      EvaluationScope scope) {
    BsonValue partition = partitionBy == null ? null : partitionBy.evaluate(document, scope);
    if (partition != null && partition.isArray()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "Cannot 'partitionBy' an expression of type array");
    }
    return new WindowEntry(
        partition == null ? BsonNull.VALUE : partition,
        sort == null ? null : sort.key(document, scope),
        document);
  }

  /** By partition, then by {@code sortBy}. */
  static Comparator<WindowEntry> order(ValueOrder order, @Nullable SortPattern sort) {
    Comparator<SortKey> keys = sort == null ? null : sort.keyComparator();
    return (a, b) -> {
      int comparison = order.compare(a.partition, b.partition);
      return comparison != 0 || keys == null || a.key == null || b.key == null
          ? comparison
          : keys.compare(a.key, b.key);
    };
  }

  long memoryBytes() {
    return 96L + document.length() + (key == null ? 0 : key.memoryBytes());
  }
}

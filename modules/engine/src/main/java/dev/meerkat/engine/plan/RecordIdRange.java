package dev.meerkat.engine.plan;

import dev.meerkat.engine.oplog.Oplog;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.query.Predicate;
import java.util.List;
import org.bson.BsonTimestamp;

/**
 * The records that a scan need not pass by. Of the oplog a record's id is the entry's {@code ts},
 * so that a filter on it says where to begin and where to end. Threads: immutable.
 *
 * @param first inclusive, 1 or more
 * @param last inclusive
 */
public record RecordIdRange(long first, long last) {
  /** All records. */
  public static final RecordIdRange ALL = new RecordIdRange(1, Long.MAX_VALUE);

  /** Whether no record is passed by. */
  boolean isAll() {
    return first == ALL.first && last == ALL.last;
  }

  /** The records that a filter can match. */
  public static RecordIdRange of(Namespace namespace, Predicate filter) {
    if (!namespace.equals(Oplog.NAMESPACE)) {
      return ALL;
    }
    List<Predicate> conjuncts =
        filter instanceof Predicate.And and ? and.branches() : List.of(filter);
    RecordIdRange range = ALL;
    for (Predicate conjunct : conjuncts) {
      if (conjunct instanceof Predicate.Path path
          && path.path().equals("ts")
          && path.operand() instanceof BsonTimestamp time
          && time.getValue() >= 0) {
        range = range.with(path.operator(), time.getValue());
      }
    }
    return range;
  }

  private RecordIdRange with(String operator, long time) {
    return switch (operator) {
      case "$eq" -> new RecordIdRange(Math.max(first, time), Math.min(last, time));
      case "$gte", "$gt" -> new RecordIdRange(Math.max(first, time), last);
      case "$lte", "$lt" -> new RecordIdRange(first, Math.min(last, time));
      default -> this;
    };
  }
}

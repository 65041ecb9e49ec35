package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.values.KeyString;
import java.util.Arrays;
import java.util.Objects;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Walks the entries of an index within its ranges, each record once. Threads: confined to one
 * operation.
 */
final class IndexScanNode extends ReadingNode {
  private static final byte[] NO_BITS = {};

  private final Plan.IndexScan plan;
  private final @Nullable RecordIdSet seen;

  /** What the ranges leave to be checked, or null. */
  private final @Nullable KeyBounds bounds;

  private final @Nullable KeyFilter filter;
  private final @Nullable KeyDocument asked;
  private final EvaluationScope scope;
  private boolean isProven;

  private @Nullable SortedCursor cursor;

  /** The cursor again, where it is to tell what comes. */
  private @Nullable AheadCursor ahead;

  private boolean readsAhead;
  private byte @Nullable [] resumeAfter;
  private byte[] savedTypeBits = NO_BITS;
  private int rangesLeft;
  private long recordId;

  IndexScanNode(Plan.IndexScan plan, StorageReader reader, EvaluationScope scope) {
    this(plan, reader, scope, plan.isMultikey());
  }

  /**
   * A scan that answers records, or their keys.
   *
   * @param eachOnce whether a record of several keys comes once
   */
  IndexScanNode(
      Plan.IndexScan plan, StorageReader reader, EvaluationScope scope, boolean eachOnce) {
    super(reader);
    counters.isClustered = plan.index().isClustered();
    this.plan = plan;
    this.rangesLeft = plan.ranges().size();
    this.scope = scope;
    this.bounds = KeyBounds.of(plan);
    this.filter = plan.filter();
    this.asked = filter == null ? null : new KeyDocument(filter.fields(), filter.paths());
    this.seen = eachOnce ? new RecordIdSet() : null;
  }

  @Override
  public IndexScanNode scan() {
    return this;
  }

  @Override
  public Work work() {
    while (rangesLeft > 0) {
      SortedCursor entries = cursor();
      if (entries.advance()) {
        counters.keysExamined++;
        if (bounds != null && !bounds.accepts(entries.key(), entries.keyLength())) {
          entries.seek(bounds.next(), true);
          counters.seeks++;
          return counters.needTime();
        }
        if (filter != null && !passes(filter)) {
          return counters.needTime();
        }
        recordId = KeyString.decodeRecordId(entries.key(), entries.keyLength());
        if (seen == null || seen.add(recordId)) {
          return counters.advanced();
        }
        counters.duplicates++;
        return counters.needTime();
      }
      rangesLeft--;
      resumeAfter = null;
      close();
    }
    return counters.done();
  }

  /** Whether the key at hand satisfies the filter, or does not tell. */
  private boolean passes(KeyFilter wanted) {
    KeyDocument shape = Objects.requireNonNull(asked);
    DocumentView told = keyDocument(shape);
    isProven = shape.isSure();
    if (!isProven) {
      return true;
    }
    for (Filter each : wanted.filters()) {
      if (!each.matches(told, scope)) {
        return false;
      }
    }
    isProven = wanted.provesAll();
    return true;
  }

  @Override
  public boolean isProven() {
    return isProven;
  }

  @Override
  public DocumentView keyDocument(KeyDocument shape) {
    byte[] typeBits = cursor != null ? cursor.value() : savedTypeBits;
    return shape.of(key(), KeyString.keyWithoutRecordIdLength(key(), keyLength()), typeBits);
  }

  /**
   * Leaves out the records before one, where all keys of the scan are the same but for those and it
   * goes forward.
   */
  void skipTo(long id) {
    SortedCursor entries = cursor;
    if (entries != null && recordId != 0 && recordId < id) {
      int length = KeyString.keyWithoutRecordIdLength(entries.key(), entries.keyLength());
      byte[] suffix = plan.index().keyBuilder().appendRecordId(id).toKey();
      byte[] place = Arrays.copyOf(entries.key(), length + suffix.length);
      System.arraycopy(suffix, 0, place, length, suffix.length);
      entries.seek(place, true);
      counters.seeks++;
    }
  }

  private SortedCursor cursor() {
    if (cursor == null) {
      SortedTable table = plan.index().table();
      if (readsAhead) {
        ahead = new AheadCursor(table, reader, currentRange(), plan.direction());
        cursor = ahead;
      } else {
        cursor = table.open(reader, currentRange(), plan.direction());
      }
      counters.seeks++;
    }
    return cursor;
  }

  /** Whether it can tell what comes: where all entries of a range are answered. */
  boolean readAhead() {
    readsAhead = bounds == null && filter == null && !scope.keepsIndexKeys();
    return readsAhead;
  }

  /**
   * Tells the records that come next in the range at hand, those among them that were answered
   * before too. None of them counts as looked at.
   *
   * @param ids takes them, from {@code from} on and before {@code to}
   * @return where they end
   */
  int upcoming(long[] ids, int from, int to) {
    return ahead == null ? from : ahead.upcoming(ids, from, to);
  }

  private KeyRange currentRange() {
    int next =
        plan.direction() == Direction.FORWARD ? plan.ranges().size() - rangesLeft : rangesLeft - 1;
    KeyRange range = plan.ranges().get(next);
    if (resumeAfter == null) {
      return range;
    }
    return plan.direction() == Direction.FORWARD
        ? new KeyRange(resumeAfter, false, range.upper(), range.upperInclusive())
        : new KeyRange(range.lower(), range.lowerInclusive(), resumeAfter, false);
  }

  /** Compares the part of the keys at hand that a merge goes by, in the scan's direction. */
  int compareMergeKey(IndexScanNode other) {
    // Record ids stand at the keys' ends: where the rest is equal, records come in their order.
    int comparison =
        Arrays.compareUnsigned(
            key(),
            plan.mergeOffset(),
            keyLength(),
            other.key(),
            other.plan.mergeOffset(),
            other.keyLength());
    return plan.direction() == Direction.FORWARD ? comparison : -comparison;
  }

  /** The key at hand, which a save outlives. */
  private byte[] key() {
    return cursor != null ? cursor.key() : Objects.requireNonNull(resumeAfter);
  }

  private int keyLength() {
    return cursor != null ? cursor.keyLength() : Objects.requireNonNull(resumeAfter).length;
  }

  @Override
  public long recordId() {
    return recordId;
  }

  @Override
  public DocumentView indexKey() {
    int length = KeyString.keyWithoutRecordIdLength(key(), keyLength());
    byte[] typeBits = cursor != null ? cursor.value() : savedTypeBits;
    return plan.index().document(plan.view().keyPattern(), key(), length, typeBits);
  }

  /** The number that one component of the key at hand is. */
  double number(int component) {
    return value(component).asNumber().doubleValue();
  }

  /** One component of the key at hand, which holds no strings under a collation. */
  BsonValue value(int component) {
    int length = KeyString.keyWithoutRecordIdLength(key(), keyLength());
    byte[] typeBits = cursor != null ? cursor.value() : savedTypeBits;
    return KeyString.decode(key(), length, typeBits, plan.index().ordering()).get(component);
  }

  /** Nothing is known of a document where nothing is asked of it. */
  @Override
  public DocumentView document() {
    return DocumentView.EMPTY;
  }

  @Override
  public void save() {
    if (cursor != null && recordId != 0) {
      savedTypeBits = cursor.value().clone();
      resumeAfter = Arrays.copyOf(cursor.key(), cursor.keyLength());
    }
    super.save();
  }

  @Override
  public Plan.IndexScan plan() {
    return plan;
  }

  @Override
  public void close() {
    if (cursor != null) {
      cursor.close();
      cursor = null;
      ahead = null;
    }
  }
}

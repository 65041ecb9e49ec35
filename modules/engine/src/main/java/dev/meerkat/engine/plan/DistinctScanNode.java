package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.values.KeyString;
import dev.meerkat.values.KeyStringBuilder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks an index from one value of a component to the next, over all entries between. Threads:
 * confined to one operation.
 */
final class DistinctScanNode extends ReadingNode {
  private static final byte[] AFTER = new KeyStringBuilder().appendExclusiveAfter().toKey();
  private static final byte[] BEFORE = new KeyStringBuilder().appendExclusiveBefore().toKey();
  private static final byte[] NULL = new KeyStringBuilder().appendNull(false).toKey();
  private static final byte[] DESCENDING_NULL = new KeyStringBuilder().appendNull(true).toKey();

  private final Plan.DistinctScan plan;
  private final Plan.IndexScan scan;
  private final RecordStore records;
  private final EvaluationScope scope;
  private final @Nullable KeyBounds bounds;
  private final int[] starts;
  private @Nullable SortedCursor cursor;
  private int range;

  /** Where the scan goes on after a save. */
  private byte @Nullable [] resumeAt;

  private byte @Nullable [] next;
  private long recordId;
  private DocumentView document = DocumentView.EMPTY;

  DistinctScanNode(
      Plan.DistinctScan plan, RecordStore records, StorageReader reader, EvaluationScope scope) {
    super(reader);
    counters.isClustered = plan.scan().index().isClustered();
    this.plan = plan;
    this.records = records;
    this.scope = scope;
    this.scan = plan.scan();
    this.bounds = KeyBounds.of(scan);
    this.starts = new int[plan.component() + 2];
  }

  @Override
  public Work work() {
    while (range < scan.ranges().size()) {
      SortedCursor entries = cursor();
      if (next != null) {
        entries.seek(next, true);
        counters.seeks++;
        next = null;
      }
      if (entries.advance()) {
        counters.keysExamined++;
        byte[] key = entries.key();
        int length = entries.keyLength();
        if (bounds != null && !bounds.accepts(key, length)) {
          next = bounds.next();
          return counters.needTime();
        }
        recordId = KeyString.decodeRecordId(key, length);
        if (plan.isFetching() && !fetch()) {
          return counters.needTime();
        }
        next = behind(key, length);
        return counters.advanced();
      }
      range++;
      close();
    }
    return counters.done();
  }

  /** Reads the record at hand; answers whether it is still there. */
  private boolean fetch() {
    DocumentView found = records.find(reader, recordId);
    if (found == null) {
      return false;
    }
    counters.docsExamined++;
    document = scope.keepsIndexKeys() ? FetchNode.withIndexKey(found, indexKey()) : found;
    return true;
  }

  @Override
  public DocumentView indexKey() {
    byte[] key = atHand().key();
    int length = KeyString.keyWithoutRecordIdLength(key, atHand().keyLength());
    return scan.index().document(scan.view().keyPattern(), key, length, atHand().value());
  }

  /** Behind all keys with the values at hand; null behind this one alone. */
  private byte @Nullable [] behind(byte[] key, int length) {
    int end = KeyString.keyWithoutRecordIdLength(key, length);
    KeyString.componentStarts(key, end, scan.index().ordering(), starts);
    if (!plan.nullIsOne() && isNull(key, starts[plan.component()], starts[plan.component() + 1])) {
      // Of those that lack the field none is a value, and another one may have a null.
      return null;
    }
    byte[] mark = scan.direction() == Direction.FORWARD ? AFTER : BEFORE;
    byte[] place = Arrays.copyOf(key, starts[plan.component() + 1] + mark.length);
    System.arraycopy(mark, 0, place, starts[plan.component() + 1], mark.length);
    return place;
  }

  private static boolean isNull(byte[] key, int start, int end) {
    return Arrays.equals(key, start, end, NULL, 0, NULL.length)
        || Arrays.equals(key, start, end, DESCENDING_NULL, 0, DESCENDING_NULL.length);
  }

  private SortedCursor cursor() {
    if (cursor == null) {
      boolean forward = scan.direction() == Direction.FORWARD;
      KeyRange all = scan.ranges().get(forward ? range : scan.ranges().size() - 1 - range);
      cursor = scan.index().table().open(reader, all, scan.direction());
      counters.seeks++;
      if (resumeAt != null) {
        cursor.seek(resumeAt, false);
        resumeAt = null;
      }
    }
    return cursor;
  }

  private SortedCursor atHand() {
    return Objects.requireNonNull(cursor);
  }

  @Override
  public long recordId() {
    return recordId;
  }

  @Override
  public DocumentView document() {
    return document;
  }

  @Override
  public DocumentView keyDocument(KeyDocument shape) {
    byte[] key = atHand().key();
    int length = KeyString.keyWithoutRecordIdLength(key, atHand().keyLength());
    return shape.of(key, length, atHand().value());
  }

  @Override
  public void save() {
    if (cursor != null && recordId != 0) {
      resumeAt = Arrays.copyOf(cursor.key(), cursor.keyLength());
    }
    super.save();
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public void close() {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }
}

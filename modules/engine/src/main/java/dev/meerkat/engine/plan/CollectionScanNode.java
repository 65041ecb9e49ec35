package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import org.jspecify.annotations.Nullable;

/** Reads every record of a collection. Threads: confined to one operation. */
final class CollectionScanNode extends ReadingNode {
  /** Records looked at in one call: enough that the calls cost nothing beside them. */
  private static final int BURST = 64;

  private final Plan.CollectionScan plan;
  private final RecordStore records;
  private final EvaluationScope scope;
  private @Nullable RecordCursor cursor;
  private DocumentView document = DocumentView.EMPTY;

  /** The last record's id, unless the cursor still stands there and knows it. */
  private long recordId;

  private boolean onRecord;
  private final boolean bounded;

  CollectionScanNode(
      Plan.CollectionScan plan, RecordStore records, StorageReader reader, EvaluationScope scope) {
    super(reader);
    this.plan = plan;
    this.bounded = !plan.ids().isAll();
    this.records = records;
    this.scope = scope;
  }

  @Override
  public Work work() {
    RecordCursor rows = cursor();
    Filter filter = plan.filter();
    for (int i = 0; i < BURST; i++) {
      onRecord = rows.advance();
      if (!onRecord || bounded && isBehind(rows.recordId())) {
        onRecord = false;
        return counters.done();
      }
      // Kept in a field only where it matches: then most views need not become objects.
      DocumentView current = rows.current();
      counters.docsExamined++;
      if (filter == null || filter.matches(current, scope)) {
        document = current;
        return counters.advanced();
      }
      counters.works++;
    }
    return Work.NEED_TIME;
  }

  private boolean isBehind(long id) {
    return plan.direction() == Direction.FORWARD ? id > plan.ids().last() : id < plan.ids().first();
  }

  private RecordCursor cursor() {
    if (cursor == null) {
      boolean forward = plan.direction() == Direction.FORWARD;
      long from;
      if (recordId == 0) {
        from = forward ? plan.ids().first() : plan.ids().last();
      } else {
        from = forward ? recordId + 1 : recordId - 1;
      }
      cursor = records.open(reader, plan.direction(), from);
    }
    return cursor;
  }

  @Override
  public long recordId() {
    if (onRecord && cursor != null) {
      recordId = cursor.recordId();
    }
    return recordId;
  }

  @Override
  public DocumentView document() {
    return document;
  }

  @Override
  public void save() {
    recordId = recordId();
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
      onRecord = false;
    }
  }
}

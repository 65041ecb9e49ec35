package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.Suspendable;
import dev.meerkat.engine.plan.RecordIdRange;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import org.jspecify.annotations.Nullable;

/**
 * A capped collection in the order of insertion, again and again from where it stopped: a tailable
 * cursor. Threads: confined to one operation at a time.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/tailable-cursors/">Tailable cursors</a>
 */
final class TailCursor implements Cursor, Suspendable {
  private final Execution execution;
  private final CollectionEntry entry;
  private final RecordStore records;
  private final Filter filter;
  private @Nullable RecordCursor cursor;
  private final RecordIdRange ids;
  private long last;
  private long toSkip;
  private long left;

  /**
   * @param skip matching documents to leave out at first
   * @param limit documents to answer over all batches, or 0 for all; the cursor stays open after
   */
  TailCursor(
      Execution execution, StoredCollection collection, Filter filter, long skip, long limit) {
    this.toSkip = skip;
    this.left = limit == 0 ? Long.MAX_VALUE : limit;
    this.execution = execution;
    this.entry = collection.entry();
    this.records = collection.records();
    this.filter = filter;
    this.ids = RecordIdRange.of(entry.namespace(), filter.predicate());
    entry.life().scanned(true);
    execution.add(this);
  }

  @Override
  public boolean advance() {
    if (left == 0) {
      return false;
    }
    RecordCursor open = cursor;
    if (open == null) {
      open = reopen();
      cursor = open;
    }
    while (open.advance()) {
      execution.checkInterrupted();
      last = open.recordId();
      if (filter.matches(open.current(), execution.scope())) {
        if (toSkip == 0) {
          left--;
          return true;
        }
        toSkip--;
      }
    }
    return false;
  }

  private RecordCursor reopen() {
    var view = execution.view();
    CollectionEntry now = view.catalog().find(entry.namespace());
    if (now == null || !now.uuid().equals(entry.uuid())) {
      throw new ServerException(
          ErrorCode.QUERY_PLAN_KILLED, "collection dropped: " + entry.namespace().fullName());
    }
    if (last > 0 && records.find(view.storage(), last) == null) {
      throw new ServerException(
          ErrorCode.CAPPED_POSITION_LOST,
          "CollectionScan died due to position in capped collection being deleted. "
              + "Last seen record id: RecordId("
              + last
              + ")");
    }
    return records.open(view.storage(), Direction.FORWARD, last == 0 ? ids.first() : last + 1);
  }

  @Override
  public DocumentView current() {
    RecordCursor open = cursor;
    if (open == null) {
      throw new IllegalStateException("no current document");
    }
    return open.current();
  }

  @Override
  public void suspend() {
    RecordCursor open = cursor;
    if (open != null) {
      open.close();
      cursor = null;
    }
  }

  @Override
  public void close() {
    suspend();
    execution.remove(this);
  }
}

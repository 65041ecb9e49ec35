package dev.meerkat.engine.changestream;

import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.Suspendable;
import dev.meerkat.engine.oplog.OplogEntry;
import dev.meerkat.engine.oplog.OplogReader;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The events of a stream, as far as they survive the loss of power: it stops there, and goes on
 * when asked again. Threads: confined to one operation at a time.
 */
final class ChangeStreamCursor implements Cursor, Suspendable {
  private final Execution execution;
  private final StreamScope scope;
  private final byte[] prefix;
  private final EventReader events;
  private final EventWriter writer;
  private final Images images;
  private final ResumePoint point;
  private final Deque<ChangeEvent> waiting = new ArrayDeque<>();

  /** Entries that somebody else has read, up to a time. */
  private final Deque<DocumentView> given = new ArrayDeque<>();

  private long givenTo;

  /** Bits of the time up to which the oplog has been read. */
  private long scanned;

  private @Nullable OplogReader reader;

  /** Bits of the time up to which the reader sees everything. */
  private long readerTo;

  private @Nullable ChangeEvent invalidating;
  private boolean ended;
  private int fragment = -1;
  private BsonDocument token;
  private DocumentView current = DocumentView.EMPTY;

  /**
   * @param start where the stream begins
   */
  ChangeStreamCursor(
      Execution execution, StreamScope scope, ChangeStreamSpec spec, ResumeToken start) {
    this.execution = execution;
    this.scope = scope;
    this.prefix = scope.prefix();
    this.events = new EventReader(scope);
    this.writer = new EventWriter(scope.expanded(), spec.showRawUpdateDescription());
    this.images = new Images(execution, spec);
    this.point = new ResumePoint(start);
    this.scanned = ResumePoint.before(start);
    this.token = start.toBson();
    execution.add(this);
  }

  /** Bits of the time up to which every event has been told. */
  long scanned() {
    return scanned;
  }

  /** Whether nothing more will come: what the stream was of is gone. */
  boolean isEnded() {
    return ended;
  }

  /** The token of the current event; of the stream's beginning before the first. */
  BsonDocument token() {
    return token;
  }

  /** The number of the last part of the current event that the client has, or -1. */
  int fragment() {
    return fragment;
  }

  /** Waits until there may be another event, or the time is up. */
  void await(long nanos) {
    Watcher.News news =
        execution.engine().streamWatch().await(scope, scanned, execution.operation(), nanos);
    if (news != null) {
      skipTo(news.from());
      given.addAll(news.entries());
      givenTo = news.to();
      if (given.isEmpty()) {
        skipTo(givenTo);
      }
    }
  }

  private void skipTo(long time) {
    if (Long.compareUnsigned(time, scanned) > 0) {
      scanned = time;
    }
  }

  @Override
  public boolean advance() {
    fragment = -1;
    ChangeEvent ending = invalidating;
    if (ending != null) {
      invalidating = null;
      ended = true;
      token = ending.token().invalidation().toBson();
      current = writer.invalidation(ending, token);
      return true;
    }
    while (!ended) {
      ChangeEvent event = waiting.poll();
      if (event == null) {
        if (!read()) {
          return false;
        }
      } else if (tell(event)) {
        return true;
      }
    }
    return false;
  }

  private boolean tell(ChangeEvent event) {
    switch (point.judge(event)) {
      case SKIP, FOUND_WITH_INVALIDATION -> {
        return false;
      }
      case FOUND -> {
        if (invalidates(event)) {
          invalidating = event;
          return advance();
        }
        return false;
      }
      case TELL_REST -> fragment = point.fragment();
      case TELL -> {
        // The event is told.
      }
    }
    if (invalidates(event)) {
      invalidating = event;
    }
    token = event.token().toBson();
    writer.begin(event, token);
    images.append(event, writer);
    current = writer.end();
    return true;
  }

  /** Whether what the stream is of is gone with the event. */
  private boolean invalidates(ChangeEvent event) {
    return switch (event.operationType()) {
      case "drop", "rename" -> scope.isCollection();
      case "dropDatabase" -> !scope.isCluster();
      default -> false;
    };
  }

  /** Reads the next entry; answers whether there may be more. */
  private boolean read() {
    execution.checkInterrupted();
    DocumentView entry = given.poll();
    if (entry != null) {
      take(entry, new OplogEntry(entry).timestampBits());
      if (given.isEmpty()) {
        skipTo(givenTo);
      }
      return true;
    }
    OplogReader open = reader();
    if (open == null) {
      return false;
    }
    // What a snapshot shows of later entries may not survive the loss of power.
    if (open.advance() && Long.compareUnsigned(open.timestampBits(), readerTo) <= 0) {
      take(open.current(), open.timestampBits());
    } else {
      suspend();
      skipTo(readerTo);
    }
    return true;
  }

  private void take(DocumentView entry, long time) {
    if (Long.compareUnsigned(time, scanned) > 0) {
      scanned = time;
      if (scope.mayHold(entry, prefix)) {
        // Events stand on the entry's bytes, and may wait for the next batch.
        waiting.addAll(events.read(entry.retain()));
      }
    }
  }

  /** The open reader, or null where everything has been read. */
  private @Nullable OplogReader reader() {
    OplogReader open = reader;
    if (open != null) {
      return open;
    }
    long limit = execution.engine().clock().lastSynced().getValue();
    if (Long.compareUnsigned(scanned, limit) >= 0) {
      return null;
    }
    OplogReader fresh = execution.engine().oplog().reader(scanned);
    readerTo = limit;
    reader = fresh;
    OplogStart.check(execution.engine().oplog(), scanned);
    return fresh;
  }

  @Override
  public DocumentView current() {
    return current;
  }

  @Override
  public void suspend() {
    OplogReader open = reader;
    if (open != null) {
      reader = null;
      open.close();
    }
  }

  @Override
  public void close() {
    execution.remove(this);
    suspend();
  }
}

package dev.meerkat.engine.cursor;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.failpoint.CommandFailure;
import dev.meerkat.engine.failpoint.FailPoint;
import dev.meerkat.engine.session.SessionKey;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The cursors that wait for their next getMore. Threads: safe; guarded by lock.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/cursors/">Cursors</a>
 */
public final class CursorRegistry implements AutoCloseable {
  /** Documents of a first batch of which nobody has said how large it is to be. */
  public static final int FIRST_BATCH = 101;

  private final Engine engine;
  private final Object lock = new Object();
  private final Map<Long, OpenCursor> cursors = new HashMap<>();
  private final AtomicLong timedOut = new AtomicLong();
  private final AtomicLong opened = new AtomicLong();
  private final CursorTimeout timeout;
  private final TailWait tail;

  public CursorRegistry(Engine engine) {
    this.engine = engine;
    this.tail = new TailWait(engine);
    this.timeout = CursorTimeout.of(engine.server().parameters());
  }

  /** What killCursors has found. */
  public record Killed(List<Long> killed, List<Long> notFound) {}

  /**
   * Writes the field {@code cursor} of a reply with the first batch, and keeps the cursor where
   * more may come. It owns the cursor whatever happens.
   */
  public void reply(OpenCursor cursor, DocumentBuilder reply) {
    boolean keep = false;
    try {
      int size = cursor.traits().batchSize();
      CursorReply.writeFirst(cursor, size < 0 ? FIRST_BATCH : size, reply);
      keep = !cursor.isExhausted() && !cursor.traits().singleBatch();
      if (keep) {
        cursor.execution().rest();
        register(cursor);
      }
      CursorReply.end(cursor, cursor.id(), reply);
    } catch (RuntimeException e) {
      keep = false;
      remove(cursor);
      throw e;
    } finally {
      if (!keep) {
        cursor.close();
      }
    }
  }

  /**
   * Writes the field {@code cursor} of a reply with the next batch.
   *
   * @throws ServerException 43 for an unknown cursor, 13 for another namespace, 50738 for another
   *     session, what ended the cursor meanwhile, and what its query throws, which ends it
   */
  public void getMore(Operation operation, GetMoreRequest request, DocumentBuilder reply) {
    OpenCursor cursor = pin(operation, request);
    operation.namespace(cursor.namespace());
    operation.inheritComment(cursor.opener());
    boolean keep = false;
    try {
      failIfAsked(operation, cursor);
      cursor.execution().resume(operation);
      if (cursor.traits().awaitData()) {
        operation.interruption().forgetDeadline();
        tail.await(operation, cursor, request.maxAwaitMillis());
      }
      CursorReply.writeNext(
          cursor, request.batchSize() == 0 ? Long.MAX_VALUE : request.batchSize(), reply);
      cursor.execution().rest();
      keep = unpin(cursor);
      CursorReply.end(cursor, keep ? cursor.id() : 0, reply);
    } catch (ServerException e) {
      throw cursor.resumption() == null ? e : ResumableErrors.ofStream(e);
    } finally {
      if (!keep) {
        remove(cursor);
        cursor.close();
      }
    }
  }

  private void failIfAsked(Operation operation, OpenCursor cursor) {
    FailPoint point = engine.failPoints().failGetMoreAfterCursorCheckout();
    ServerException failure =
        point.isOn()
            ? CommandFailure.ofGetMore(point, cursor.namespace(), operation.connection())
            : null;
    if (failure != null) {
      throw failure;
    }
  }

  /** Ends cursors by their ids. */
  public Killed kill(List<Long> ids) {
    List<Long> killed = new ArrayList<>();
    List<Long> notFound = new ArrayList<>();
    ServerException reason =
        new ServerException(new ErrorCode(237, "CursorKilled"), "cursor was killed");
    for (Long id : ids) {
      boolean found = !end(cursor -> cursor.id() == id, reason).isEmpty() || forget(id);
      (found ? killed : notFound).add(id);
    }
    return new Killed(killed, notFound);
  }

  /** Forgets a cursor that has ended already, and that nobody has asked since. */
  private boolean forget(long id) {
    synchronized (lock) {
      OpenCursor cursor = cursors.get(id);
      return cursor != null && !cursor.pinned && cursors.remove(id) != null;
    }
  }

  /** Ends the cursors of a session that has ended. */
  public void killSession(SessionKey session) {
    end(
        cursor -> session.equals(cursor.session()),
        new ServerException(new ErrorCode(237, "CursorKilled"), "the session has ended"));
  }

  /** Ends the cursors of a transaction that has ended. */
  public void killReaders(ReadPoint transaction) {
    end(
        cursor -> cursor.execution().readPoint().equals(transaction),
        new ServerException(new ErrorCode(237, "CursorKilled"), "the transaction has ended"));
  }

  /** Ends the cursors that read a collection which is no more. */
  public void killCollection(UUID collection) {
    end(
        cursor -> cursor.traits().collections().contains(collection),
        new ServerException(ErrorCode.QUERY_PLAN_KILLED, "collection dropped"));
  }

  /** Ends cursors that nobody has asked for some time. Those of a session end with the session. */
  public void closeIdle() {
    boolean all = timeout.isAlsoInSessions();
    long limit = engine.ticker().wallMillis() - timeout.millis();
    List<OpenCursor> idle =
        end(
            cursor ->
                !cursor.pinned
                    && !cursor.traits().noTimeout()
                    && (all || cursor.session() == null)
                    && cursor.lastUseMillis < limit,
            new ServerException(ErrorCode.CURSOR_NOT_FOUND, "cursor timed out"));
    timedOut.addAndGet(idle.size());
    synchronized (lock) {
      cursors.values().removeIf(cursor -> cursor.killed != null && cursor.lastUseMillis < limit);
    }
  }

  /** The cursors that are open, in no order. */
  public List<OpenCursor> all() {
    synchronized (lock) {
      List<OpenCursor> open = new ArrayList<>(cursors.values());
      open.removeIf(cursor -> cursor.killed != null);
      return open;
    }
  }

  /** The number of open cursors. */
  public int open() {
    synchronized (lock) {
      int open = 0;
      for (OpenCursor cursor : cursors.values()) {
        open += cursor.killed == null ? 1 : 0;
      }
      return open;
    }
  }

  /** Cursors that were ever kept for a second batch. */
  public long totalOpened() {
    return opened.get();
  }

  /** Cursors that have ended because nobody asked them. */
  public long totalTimedOut() {
    return timedOut.get();
  }

  /** Ends all cursors. */
  @Override
  public void close() {
    end(cursor -> true, new ServerException(ErrorCode.INTERRUPTED_AT_SHUTDOWN, "shutting down"));
  }

  private void register(OpenCursor cursor) {
    synchronized (lock) {
      long id;
      do {
        id = engine.seeds().nextLong() & Long.MAX_VALUE;
      } while (id == 0 || cursors.containsKey(id));
      cursor.keep(id);
      cursor.lastUseMillis = engine.ticker().wallMillis();
      cursors.put(id, cursor);
    }
    opened.incrementAndGet();
  }

  private OpenCursor pin(Operation operation, GetMoreRequest request) {
    synchronized (lock) {
      OpenCursor cursor = cursors.get(request.cursorId());
      if (cursor == null) {
        throw new ServerException(
            ErrorCode.CURSOR_NOT_FOUND, "cursor id " + request.cursorId() + " not found");
      }
      CursorAccess.check(operation, cursor, request);
      if (cursor.killed != null) {
        // Its collection has gone; the client learns it once.
        ServerException reason = cursor.killed;
        cursors.remove(cursor.id());
        throw reason;
      }
      if (cursor.pinned) {
        throw new ServerException(
            new ErrorCode(143, "CursorInUse"), "cursor id " + cursor.id() + " is already in use");
      }
      cursor.pinned = true;
      return cursor;
    }
  }

  /** Ends the use of a cursor; answers whether it is still to be kept. */
  private boolean unpin(OpenCursor cursor) {
    synchronized (lock) {
      cursor.pinned = false;
      cursor.lastUseMillis = engine.ticker().wallMillis();
      return cursor.killed == null && !cursor.isExhausted();
    }
  }

  private void remove(OpenCursor cursor) {
    synchronized (lock) {
      cursors.remove(cursor.id(), cursor);
    }
  }

  private List<OpenCursor> end(Predicate<OpenCursor> which, ServerException reason) {
    List<OpenCursor> idle = new ArrayList<>();
    List<OpenCursor> ended = new ArrayList<>();
    boolean remember = reason.code().equals(ErrorCode.QUERY_PLAN_KILLED);
    synchronized (lock) {
      for (OpenCursor cursor : cursors.values()) {
        if (cursor.killed == null && which.test(cursor)) {
          cursor.killed = reason;
          ended.add(cursor);
          if (cursor.pinned) {
            cursor.execution().operation().interruption().kill(reason.code(), reason.text());
          } else {
            idle.add(cursor);
          }
        }
      }
      if (!remember) {
        idle.forEach(cursor -> cursors.remove(cursor.id()));
      }
    }
    idle.forEach(OpenCursor::close);
    return ended;
  }
}

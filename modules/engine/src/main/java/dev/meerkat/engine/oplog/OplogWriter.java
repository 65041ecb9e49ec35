package dev.meerkat.engine.oplog;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.query.update.ChangeShape;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entries of one turn's member. Documents that are inserted or removed one after the
 * other share an entry, as those of one command do in mongod since 8.0; so the last of them is
 * written when something else comes, or when the turn asks for it. Threads: confined to the turn.
 */
public final class OplogWriter implements TurnLog {
  private static final int VERSION = 2;

  /** Bytes of operations that one entry holds: it stays below the limit of documents. */
  private static final int MAX_ENTRY_BYTES = 15 << 20;

  private static final byte[] LSID = BsonBytes.nameBytes("lsid");
  private static final byte[] TXN_NUMBER = BsonBytes.nameBytes("txnNumber");
  private static final byte[] TS = BsonBytes.nameBytes("ts");
  private static final byte[] T = BsonBytes.nameBytes("t");
  private static final byte[] V = BsonBytes.nameBytes("v");
  private static final byte[] APPLY_OPS = BsonBytes.nameBytes("applyOps");
  private static final byte[] WALL = BsonBytes.nameBytes("wall");
  private static final byte[] PREVIOUS = BsonBytes.nameBytes("prevOpTime");
  private static final byte[] MULTI = BsonBytes.nameBytes("multiOpType");

  private final Oplog oplog;
  private final WriteTransaction transaction;
  private final Clock clock;

  /** What is to be written with what may follow; an update never is. */
  private @Nullable LoggedOperation pending;

  /** The same, where it is several; most turns have one. */
  private List<LoggedOperation> several = List.of();

  private int pendingBytes;
  private @Nullable Origin origin;
  private int statementId = LoggedOperation.NO_STATEMENT;
  private long lastOfOrigin;
  private long last;

  /** Where entries get their times. */
  @FunctionalInterface
  public interface Clock {
    /** Bits of a time after all that were given. */
    long issue();
  }

  OplogWriter(Oplog oplog, WriteTransaction transaction, Clock clock) {
    this.oplog = oplog;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Writes what has been held back. */
  public void flush() {
    if (pending == null) {
      return;
    }
    if (several.isEmpty()) {
      single(pending);
    } else {
      group(several, 0, several.size(), origin != null, false, -1);
      several = List.of();
    }
    pending = null;
    pendingBytes = 0;
  }

  /** Says, after the commit, that the entries can be read. */
  public void committed() {
    if (last != 0) {
      if (origin != null) {
        origin.committed(lastOfOrigin);
      }
      oplog.committed(last);
    }
  }

  @Override
  public void statement(Origin retryable, int id) {
    if (origin == null) {
      origin = retryable;
      lastOfOrigin = retryable.lastEntry();
    }
    statementId = id;
  }

  @Override
  public void inserted(CollectionEntry collection, DocumentView document) {
    LoggedCollection logged = oplog.logged(collection);
    if (logged.isLogged()) {
      add(new LoggedOperation.Inserted(logged, document, statementId));
    }
  }

  @Override
  public void deleted(CollectionEntry collection, DocumentView document) {
    LoggedCollection logged = oplog.logged(collection);
    if (logged.isLogged()) {
      add(new LoggedOperation.Deleted(logged, document, statementId));
    }
  }

  private void add(LoggedOperation operation) {
    pendingBytes += operation.sizeBytes();
    if (pendingBytes > MAX_ENTRY_BYTES) {
      flush();
      pendingBytes = operation.sizeBytes();
    }
    if (pending == null) {
      pending = operation;
      return;
    }
    if (several.isEmpty()) {
      several = new ArrayList<>();
      several.add(pending);
    }
    several.add(operation);
  }

  @Override
  public void updated(
      CollectionEntry collection, DocumentView before, DocumentView after, ChangeShape shape) {
    LoggedCollection logged = oplog.logged(collection);
    if (logged.isLogged()) {
      flush();
      single(
          LoggedOperation.Updated.of(
              logged, before, after, shape, statementId, oplog.changeBuilder()));
    }
  }

  @Override
  public void command(
      Namespace about, @Nullable UUID collection, BsonDocument o, @Nullable BsonDocument o2) {
    if (OplogRules.isLogged(about)) {
      other(LoggedOperation.Other.command(about, collection, o, o2));
    }
  }

  @Override
  public void view(char op, String database, BsonDocument document) {
    other(LoggedOperation.Other.view(op, database, document));
  }

  @Override
  public void note(BsonDocument o) {
    other(new LoggedOperation.Other("n", "", null, o, null));
  }

  /** Commands are not part of the retryable write that may be under way. */
  private void other(LoggedOperation operation) {
    flush();
    Origin held = origin;
    origin = null;
    single(operation);
    origin = held;
  }

  @Override
  public void transaction(Origin committed, TransactionLog log) {
    flush();
    origin = committed;
    lastOfOrigin = 0;
    List<LoggedOperation> all = log.operations();
    for (int from = 0; from < all.size(); ) {
      int bytes = 0;
      int to = from;
      while (to < all.size()
          && (to == from || bytes + all.get(to).sizeBytes() <= MAX_ENTRY_BYTES)) {
        bytes += all.get(to).sizeBytes();
        to++;
      }
      boolean isPart = to < all.size();
      group(all, from, to, false, isPart, from > 0 && !isPart ? all.size() : -1);
      from = to;
    }
  }

  private void single(LoggedOperation operation) {
    DocumentBuilder out = begin();
    operation.write(out);
    if (origin != null) {
      out.appendInt32(LoggedOperation.STATEMENT, operation.statementId());
    }
    long time = end(out, false);
    keepImage(operation, time, 0);
  }

  /**
   * Writes several operations as one entry.
   *
   * @param isRetryable whether they are statements of a retryable write
   * @param isPart whether more of the same transaction follow
   * @param count of all operations of a transaction, in the last of its entries; else -1
   */
  private void group(
      List<LoggedOperation> operations,
      int from,
      int to,
      boolean isRetryable,
      boolean isPart,
      long count) {
    DocumentBuilder out = begin();
    out.appendString(LoggedOperation.OP, "c");
    out.appendString(LoggedOperation.NS, "admin.$cmd");
    out.beginDocument(LoggedOperation.O).beginArray(APPLY_OPS);
    for (int i = from; i < to; i++) {
      LoggedOperation operation = operations.get(i);
      out.beginDocument(out.nextIndex());
      operation.write(out);
      if (isRetryable) {
        out.appendInt32(LoggedOperation.STATEMENT, operation.statementId());
      }
      out.end();
    }
    out.end();
    if (isPart) {
      out.appendBoolean("partialTxn", true);
    }
    if (count >= 0) {
      out.appendInt64("count", count);
    }
    out.end();
    long time = end(out, isRetryable);
    for (int i = from; i < to; i++) {
      keepImage(operations.get(i), time, i - from);
    }
  }

  private DocumentBuilder begin() {
    DocumentBuilder out = oplog.entryBuilder();
    Origin retryable = origin;
    if (retryable != null) {
      out.appendDocument(LSID, retryable.lsid());
      out.appendInt64(TXN_NUMBER, retryable.txnNumber());
    }
    return out;
  }

  private long end(DocumentBuilder out, boolean isMulti) {
    long time = clock.issue();
    out.appendTimestamp(TS, time);
    out.appendInt64(T, oplog.terms().now());
    out.appendInt64(V, VERSION);
    out.appendDateTime(WALL, oplog.wallMillis());
    if (origin != null) {
      out.beginDocument(PREVIOUS);
      out.appendTimestamp(TS, lastOfOrigin);
      out.appendInt64(T, lastOfOrigin == 0 ? -1 : oplog.terms().of(lastOfOrigin)).end();
      lastOfOrigin = time;
    }
    if (isMulti) {
      out.appendInt32(MULTI, 1);
    }
    oplog.append(transaction, time, out.toView());
    last = time;
    return time;
  }

  private void keepImage(LoggedOperation operation, long time, int index) {
    DocumentView image = operation.preImage();
    UUID collection = operation.collection();
    if (image != null && collection != null) {
      oplog.preImages().put(transaction, collection, time, index, image);
    }
  }
}

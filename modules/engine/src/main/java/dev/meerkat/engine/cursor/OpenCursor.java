package dev.meerkat.engine.cursor;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.session.Session;
import dev.meerkat.engine.session.SessionKey;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.ApiParameters;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A query that has begun: documents to come, with what getMore must know. Threads: used by one
 * operation at a time; the registry sees to it.
 */
public final class OpenCursor implements AutoCloseable {
  private final Namespace namespace;
  private final Execution execution;
  private final Cursor documents;
  private final Traits traits;
  private final @Nullable SessionKey session;
  private final String user;
  private final String commandName;

  /** What the command that has opened it was; made when the cursor is kept for another. */
  private @Nullable DocumentView command;

  private @Nullable ApiParameters api;
  private final long createdMillis;
  private long id;
  private boolean exhausted;
  private @Nullable Resumption resumption;
  private long returned;
  private long batches;
  private @Nullable DocumentView waiting;

  // Guarded by the registry.
  volatile boolean pinned;
  long lastUseMillis;
  @Nullable ServerException killed;

  /**
   * What a client said of its cursor.
   *
   * @param batchSize of the first batch, or -1 for the usual one
   * @param limit documents over all batches, 0 for all
   * @param singleBatch whether the first batch is the only one
   * @param collections the collections whose drop ends the cursor
   */
  public record Traits(
      int batchSize,
      long limit,
      boolean singleBatch,
      boolean tailable,
      boolean awaitData,
      boolean noTimeout,
      Set<UUID> collections) {
    public Traits {
      collections = Set.copyOf(collections);
    }

    /** A plain cursor over documents that stand in memory. */
    public static Traits batches(int batchSize) {
      return new Traits(batchSize, 0, false, false, false, false, Set.of());
    }
  }

  /**
   * @param documents closed with this cursor
   */
  public OpenCursor(Namespace namespace, Execution execution, Cursor documents, Traits traits) {
    Operation operation = execution.operation();
    Session opened = operation.session();
    this.namespace = namespace;
    this.execution = execution;
    this.documents = documents;
    this.traits = traits;
    this.session = opened == null ? null : opened.key();
    this.user = operation.connection().user();
    this.commandName = operation.command();
    this.createdMillis = operation.ticker().wallMillis();
    this.lastUseMillis = createdMillis;
  }

  /** Makes it the cursor of a change stream. */
  public OpenCursor resumable(Resumption stream) {
    resumption = stream;
    return this;
  }

  /** What it has as the cursor of a change stream, or null. */
  @Nullable Resumption resumption() {
    return resumption;
  }

  /** What the command that has opened it said of the Stable API. */
  ApiParameters api() {
    ApiParameters known = api;
    return known == null ? execution.operation().common().api() : known;
  }

  /** A cursor over documents that are there already, as listCollections answers. */
  public static OpenCursor of(
      Operation operation, Namespace namespace, Iterable<BsonDocument> documents, int batchSize) {
    return new OpenCursor(
        namespace,
        new Execution(operation),
        new ListCursor(documents.iterator()),
        Traits.batches(batchSize));
  }

  public Namespace namespace() {
    return namespace;
  }

  public Traits traits() {
    return traits;
  }

  public Execution execution() {
    return execution;
  }

  /** The session that opened the cursor, or null. */
  public @Nullable SessionKey session() {
    return session;
  }

  public String user() {
    return user;
  }

  /** The command that opened the cursor, as far as it is kept. */
  public DocumentView opener() {
    DocumentView known = command;
    return known == null ? execution.operation().description() : known;
  }

  /** As {@link #opener()}, decoded. */
  public BsonDocument command() {
    return opener().toBson();
  }

  public String commandName() {
    return commandName;
  }

  public long createdMillis() {
    return createdMillis;
  }

  public long lastUseMillis() {
    return lastUseMillis;
  }

  /** The cursor's id; 0 before it is registered. */
  public long id() {
    return id;
  }

  /** Says that the cursor is kept, under an id, for commands after the one that has opened it. */
  void keep(long given) {
    command = opener();
    api = api();
    id = given;
  }

  /** Whether a getMore is at work on it at this moment. */
  public boolean isPinned() {
    return pinned;
  }

  /** Documents answered so far. */
  public long returned() {
    return returned;
  }

  /** Batches answered so far. */
  public long batches() {
    return batches;
  }

  /** The documents themselves, for who reads them all within one operation. */
  public Cursor documents() {
    return documents;
  }

  /** The first document, or null where there is none. */
  public @Nullable DocumentView first() {
    return advance() ? documents.current() : null;
  }

  /** Whether nothing more will come. */
  boolean isExhausted() {
    return exhausted;
  }

  /** Whether another document is there, which is kept for the next batch. */
  boolean hasNext() {
    if (waiting == null && advance()) {
      waiting = documents.current().retain();
    }
    return waiting != null;
  }

  /**
   * Writes documents as elements of the open array.
   *
   * @param size documents, or {@link Long#MAX_VALUE} for as many as fit
   * @return the number written
   */
  long write(DocumentBuilder reply, long size) {
    int start = reply.size();
    long count = 0;
    while (count < size) {
      DocumentView next = take();
      if (next == null) {
        break;
      }
      // Between two stages a document may be larger than what a client can take.
      Limits.requireInternalSize(next);
      if (count > 0 && reply.size() - start + next.length() > Limits.MAX_DOCUMENT_BYTES) {
        waiting = next.retain();
        break;
      }
      reply.appendRaw(
          reply.nextIndex(), BsonBytes.DOCUMENT, next.array(), next.offset(), next.length());
      count++;
      returned++;
      if (resumption != null) {
        resumption.returned(next);
      }
      if (returned == traits.limit()) {
        exhausted = true;
        break;
      }
    }
    batches++;
    return count;
  }

  private @Nullable DocumentView take() {
    DocumentView kept = waiting;
    if (kept != null) {
      waiting = null;
      return kept;
    }
    return advance() ? documents.current() : null;
  }

  private boolean advance() {
    if (exhausted) {
      return false;
    }
    boolean more = documents.advance();
    if (!more && (!traits.tailable() || isEnded())) {
      exhausted = true;
    }
    return more;
  }

  private boolean isEnded() {
    return resumption != null && resumption.isEnded();
  }

  @Override
  public void close() {
    exhausted = true;
    try {
      documents.close();
    } finally {
      execution.close();
    }
  }
}

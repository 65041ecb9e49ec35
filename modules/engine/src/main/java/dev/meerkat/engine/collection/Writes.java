package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.CollectionUuids;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.engine.session.Session;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writing: insert, update, delete and findAndModify. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/crud/">CRUD operations</a>
 */
public final class Writes {
  private final Engine engine;

  public Writes(Engine engine) {
    this.engine = engine;
  }

  /**
   * Inserts documents; failures of single documents are in the outcome.
   *
   * @throws ServerException what concerns the whole command: 166 for a view, 73, 361, 225
   */
  public BatchOutcome insert(Operation operation, InsertRequest request) {
    check(operation, request.namespace(), request.collectionUuid());
    RetryableWrites retries = begin(operation);
    try {
      BatchOutcome outcome = insert(operation, request, retries);
      engine.operations().counters().inserting(request.documents().size());
      return done(operation, outcome);
    } finally {
      end(retries);
    }
  }

  /**
   * Updates documents, one statement after the other; failures of statements are in the outcome.
   */
  public BatchOutcome update(Operation operation, UpdateRequest request) {
    check(operation, request.namespace(), request.collectionUuid());
    RetryableWrites retries = begin(operation);
    try {
      BatchOutcome outcome = new UpdateBatch(operation, request, retries).run();
      engine.operations().counters().updating(request.updates().size());
      return done(operation, outcome);
    } finally {
      end(retries);
    }
  }

  /**
   * Deletes documents, one statement after the other; failures of statements are in the outcome.
   */
  public BatchOutcome delete(Operation operation, DeleteRequest request) {
    check(operation, request.namespace(), request.collectionUuid());
    RetryableWrites retries = begin(operation);
    try {
      BatchOutcome outcome = new DeleteBatch(operation, request, retries).run();
      engine.operations().counters().deleting(request.deletes().size());
      return done(operation, outcome);
    } finally {
      end(retries);
    }
  }

  /**
   * Finds one document, changes or removes it, and answers it.
   *
   * @throws ServerException whatever fails
   */
  public FindAndModifyOutcome findAndModify(Operation operation, FindAndModifyRequest request) {
    check(operation, request.namespace(), null);
    RetryableWrites retries = begin(operation);
    try {
      return new FindAndModifyRun(operation, request, retries).run();
    } finally {
      end(retries);
    }
  }

  /** As {@link #insert}, within a command that is no insert: never a retryable write of its own. */
  BatchOutcome insertPlain(Operation operation, InsertRequest request) {
    return insert(operation, request, null);
  }

  private BatchOutcome insert(
      Operation operation, InsertRequest request, @Nullable RetryableWrites retries) {
    TimeseriesOptions timeseries = timeseries(operation, request.namespace());
    return timeseries == null
        ? new InsertBatch(engine, operation, request, retries).run()
        : new TimeseriesInsert(operation, request, timeseries, retries).run();
  }

  /**
   * What is said of time series where a collection is one of them; else null.
   *
   * @throws ServerException 263 where such a collection is written to in a transaction
   */
  static @Nullable TimeseriesOptions timeseries(Operation operation, Namespace namespace) {
    CollectionEntry buckets = operation.collections().bucketsOf(namespace);
    if (buckets != null && operation.transaction() != null) {
      throw new ServerException(
          ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
          "Cannot write to a time-series collection in a multi-document transaction: "
              + namespace.fullName());
    }
    return buckets == null ? null : buckets.options().timeseries();
  }

  /** As {@link #update}, within a command that is no update. */
  BatchOutcome updatePlain(Operation operation, UpdateRequest request) {
    return new UpdateBatch(operation, request, null).run();
  }

  /** As {@link #delete}, within a command that is no delete. */
  BatchOutcome deletePlain(Operation operation, DeleteRequest request) {
    return new DeleteBatch(operation, request, null).run();
  }

  private void check(Operation operation, Namespace namespace, @Nullable UUID uuid) {
    operation.namespace(namespace);
    CollectionWriter.refuseForeign(engine, namespace);
    engine.turns().lock().await(operation);
    CatalogSnapshot catalog = operation.collections();
    CollectionEntry entry = catalog.find(namespace);
    if (timeseries(operation, namespace) == null) {
      Reads.refuseView(entry);
    }
    CollectionUuids.check(catalog, namespace, uuid);
  }

  /** A statement that has failed takes its whole transaction with it. */
  private static BatchOutcome done(Operation operation, BatchOutcome outcome) {
    if (!outcome.retriedStatements().isEmpty()) {
      operation.engine().transactionCounts().retried(outcome.retriedStatements().size());
    }
    if (!outcome.errors().isEmpty()) {
      operation.failed();
    }
    return outcome;
  }

  /**
   * The session's memory of retryable writes, where a command is one of them; it is held until
   * {@link #end} while the command works.
   */
  private static @Nullable RetryableWrites begin(Operation operation) {
    Session session = operation.session();
    if (session == null || !operation.isRetryableWrite()) {
      return null;
    }
    RetryableWrites retries = session.retryableWrites();
    retries.enter(operation);
    try {
      session.transactions().abandon(operation.common().transactionNumber());
      return retries;
    } catch (RuntimeException e) {
      retries.leave();
      throw e;
    }
  }

  private static void end(@Nullable RetryableWrites retries) {
    if (retries != null) {
      retries.leave();
    }
  }
}

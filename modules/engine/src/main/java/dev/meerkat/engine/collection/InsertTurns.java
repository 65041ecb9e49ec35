package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The insert command at work: documents are made ready outside the turn and written in turns of
 * bounded size. Threads: confined to one operation.
 *
 * @param <T> what a document is when it is ready
 */
abstract class InsertTurns<T> {
  /** What is remembered of an inserted statement of a retryable write. */
  static final DocumentView DONE = DocumentView.of(new BsonDocument("ok", BsonBoolean.TRUE));

  private static final int MAX_TURN_DOCUMENTS = 1_000;
  private static final int MAX_TURN_BYTES = 4 << 20;

  final Operation operation;
  final InsertRequest request;
  final StatementIds statements;
  final BatchOutcome outcome = new BatchOutcome();
  final BatchDurability durability;

  InsertTurns(Operation operation, InsertRequest request, @Nullable RetryableWrites retries) {
    this.operation = operation;
    this.request = request;
    this.statements = new StatementIds(request.statementIds(), retries);
    this.durability = BatchDurability.of(operation);
  }

  /**
   * A document that may be inserted.
   *
   * @param index its place in the command
   */
  record Ready<T>(int index, T document) {}

  /**
   * Makes a document ready.
   *
   * @throws ServerException it may not be inserted
   */
  abstract T prepare(DocumentView document);

  abstract int sizeBytes(T document);

  /** Writes documents in one turn, one or more; {@code isLast} where no others follow. */
  abstract void write(List<Ready<T>> ready, boolean isLast);

  final BatchOutcome run() {
    List<DocumentView> documents = request.documents();
    List<Ready<T>> ready = new ArrayList<>(Math.min(documents.size(), MAX_TURN_DOCUMENTS));
    int bytes = 0;
    for (int index = 0; index < documents.size() && !isOver(); index++) {
      if (statements.earlier(index) != null) {
        outcome.add(1, 0);
        outcome.retried(statements.id(index));
        continue;
      }
      operation.checkInterrupted();
      try {
        T document = prepare(documents.get(index));
        ready.add(new Ready<>(index, document));
        bytes += sizeBytes(document);
      } catch (ServerException e) {
        refuse(index, e, ready);
      }
      if (ready.size() >= MAX_TURN_DOCUMENTS || bytes >= MAX_TURN_BYTES) {
        flush(ready, index == documents.size() - 1);
        bytes = 0;
      }
    }
    flush(ready, true);
    durability.finish();
    return outcome;
  }

  private void refuse(int index, ServerException failure, List<Ready<T>> ready) {
    WriteError.rethrowFatal(failure);
    // What stands before it in the batch comes first in the collection, too.
    flush(ready, request.ordered());
    if (!isOver()) {
      outcome.add(WriteError.of(index, failure));
    }
  }

  /** Whether an error has ended the command. */
  final boolean isOver() {
    return request.ordered() && !outcome.errors().isEmpty();
  }

  private void flush(List<Ready<T>> ready, boolean isLast) {
    if (!ready.isEmpty() && !isOver()) {
      write(ready, isLast);
    }
    ready.clear();
  }

  /** What cannot be written together is tried alone, as mongod does, and then fails alone. */
  final void writeOneByOne(List<Ready<T>> ready, boolean isLast, ServerException failure) {
    if (ready.size() == 1) {
      outcome.add(WriteError.of(ready.getFirst().index(), failure));
      return;
    }
    for (Ready<T> one : ready) {
      if (!isOver()) {
        write(List.of(one), isLast);
      }
    }
  }
}

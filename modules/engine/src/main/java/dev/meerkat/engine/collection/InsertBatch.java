package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.catalog.ClusteredIndex;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The insert command at work: documents are made ready outside the turn and inserted in turns of
 * bounded size. Threads: confined to one operation.
 */
final class InsertBatch {
  private static final int MAX_TURN_DOCUMENTS = 1_000;
  private static final int MAX_TURN_BYTES = 4 << 20;
  private static final BsonDocument DONE = new BsonDocument("ok", BsonBoolean.TRUE);

  private final Engine engine;
  private final Operation operation;
  private final InsertRequest request;
  private final StatementIds statements;
  private final BatchOutcome outcome = new BatchOutcome();
  private final Execution execution;
  private final BatchDurability durability;
  private @Nullable Rules rules;

  InsertBatch(
      Engine engine,
      Operation operation,
      InsertRequest request,
      @Nullable RetryableWrites retries) {
    this.engine = engine;
    this.operation = operation;
    this.request = request;
    this.statements = new StatementIds(request.statementIds(), retries);
    this.execution = new Execution(operation);
    this.durability = new BatchDurability(operation);
  }

  /**
   * What the collection asks of documents, as it stood when the next turn's first was looked at.
   */
  private record Rules(boolean isClustered, @Nullable Validator validator) {
    static final Rules NONE = new Rules(false, null);
  }

  /** A document that may be inserted. */
  private record Ready(int index, DocumentView document) {}

  /** What a turn has done: the documents inserted, and those refused. */
  private record Done(int inserted, List<WriteError> errors) {}

  BatchOutcome run() {
    List<Ready> ready = new ArrayList<>();
    int bytes = 0;
    List<DocumentView> documents = request.documents();
    for (int index = 0; index < documents.size() && !isOver(); index++) {
      if (statements.earlier(index) != null) {
        outcome.add(1, 0);
        outcome.retried(statements.id(index));
        continue;
      }
      DocumentView document = prepare(index, ready);
      if (document != null) {
        ready.add(new Ready(index, document));
        bytes += document.length();
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

  private boolean isOver() {
    return request.ordered() && !outcome.errors().isEmpty();
  }

  private @Nullable DocumentView prepare(int index, List<Ready> ready) {
    operation.checkInterrupted();
    try {
      DocumentView document =
          StoredForm.forInsert(
              request.documents().get(index),
              engine.seeds(),
              request.keepEmptyTimestamps(),
              engine.clock());
      validate(document);
      return document;
    } catch (ServerException e) {
      WriteError.rethrowFatal(e);
      // What stands before it in the batch comes first in the collection, too.
      flush(ready, request.ordered());
      if (!isOver()) {
        outcome.add(WriteError.of(index, e));
      }
      return null;
    }
  }

  private void validate(DocumentView document) {
    Rules known = rules;
    if (known == null) {
      known = rules();
      rules = known;
    }
    if (known.isClustered()) {
      ClusteredIndex.checkId(document);
    }
    if (known.validator() != null) {
      known.validator().checkInsert(document, execution.scope());
    }
  }

  private Rules rules() {
    CollectionEntry entry = operation.collections().find(request.namespace());
    if (entry == null || entry.isView()) {
      return Rules.NONE;
    }
    return new Rules(
        entry.options().isClustered(),
        request.bypassValidation() ? null : engine.collections().of(entry).validator());
  }

  private void flush(List<Ready> ready, boolean isLast) {
    rules = null;
    if (ready.isEmpty() || isOver()) {
      ready.clear();
      return;
    }
    try {
      write(ready, isLast);
    } catch (ServerException e) {
      if (!statements.isInjected(e)) {
        throw e;
      }
      writeOneByOne(ready, isLast, e);
    }
    ready.clear();
  }

  private void write(List<Ready> ready, boolean isLast) {
    Done done = operation.write(durability.of(isLast), turn -> insert(turn, ready));
    outcome.add(done.inserted(), 0);
    done.errors().forEach(outcome::add);
  }

  /** As mongod: what cannot be written together is tried alone, and then fails alone. */
  private void writeOneByOne(List<Ready> ready, boolean isLast, ServerException failure) {
    if (ready.size() == 1) {
      outcome.add(WriteError.of(ready.getFirst().index(), failure));
      return;
    }
    for (Ready one : ready) {
      flush(new ArrayList<>(List.of(one)), isLast);
    }
  }

  private Done insert(Turn turn, List<Ready> ready) {
    CollectionEntry entry = turn.catalog().find(request.namespace());
    if (entry == null) {
      entry = engine.catalog().createImplicitly(turn, request.namespace());
    }
    Reads.refuseView(entry);
    CollectionWriter writer = new CollectionWriter(engine, turn, engine.collections().of(entry));
    List<WriteError> errors = new ArrayList<>();
    int inserted = 0;
    int runStart = 0;
    for (int i = 0; i < ready.size(); i++) {
      statements.begin(turn, ready.get(i).index());
      WriteError error = insert(writer, ready.get(i));
      if (error == null) {
        inserted++;
        continue;
      }
      errors.add(error);
      record(turn, ready, runStart, i);
      runStart = i + 1;
      if (request.ordered()) {
        runStart = ready.size();
        break;
      }
    }
    record(turn, ready, runStart, ready.size());
    if (inserted > 0) {
      turn.timestamp();
    }
    return new Done(inserted, errors);
  }

  private @Nullable WriteError insert(CollectionWriter writer, Ready ready) {
    try {
      DuplicateKey duplicate = writer.insert(ready.document());
      return duplicate == null
          ? null
          : WriteError.of(ready.index(), duplicate.toException(request.namespace()));
    } catch (ServerException e) {
      WriteError.rethrowFatal(e);
      return WriteError.of(ready.index(), e);
    }
  }

  /** Records the documents from {@code start} to {@code end}, which are all inserted. */
  private void record(Turn turn, List<Ready> ready, int start, int end) {
    if (!statements.isRetryable()) {
      return;
    }
    int first = start;
    for (int i = start; i < end; i++) {
      boolean last = i + 1 == end;
      if (last || !statements.follows(ready.get(i + 1).index(), ready.get(i).index())) {
        statements.record(turn, ready.get(first).index(), ready.get(i).index(), DONE);
        first = i + 1;
      }
    }
  }
}

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
import org.jspecify.annotations.Nullable;

/** The insert command on a plain collection. Threads: confined to one operation. */
final class InsertBatch extends InsertTurns<DocumentView> {
  private final Engine engine;

  /** What validators run in; made for the first. */
  private @Nullable Execution execution;

  private @Nullable Rules rules;

  InsertBatch(
      Engine engine,
      Operation operation,
      InsertRequest request,
      @Nullable RetryableWrites retries) {
    super(operation, request, retries);
    this.engine = engine;
  }

  /**
   * What the collection asks of documents, as it stood when the next turn's first was looked at.
   */
  private record Rules(boolean isClustered, @Nullable Validator validator) {
    static final Rules NONE = new Rules(false, null);
  }

  /** What a turn has done: the documents inserted, and those refused. */
  private record Done(int inserted, List<WriteError> errors) {}

  @Override
  DocumentView prepare(DocumentView given) {
    DocumentView document =
        StoredForm.forInsert(given, engine.seeds(), request.keepEmptyTimestamps(), engine.clock());
    validate(document);
    return document;
  }

  @Override
  int sizeBytes(DocumentView document) {
    return document.length();
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
      known.validator().checkInsert(document, execution().scope());
    }
  }

  private Execution execution() {
    Execution known = execution;
    if (known == null) {
      known = new Execution(operation);
      execution = known;
    }
    return known;
  }

  private Rules rules() {
    CollectionEntry entry = operation.collections().find(request.namespace());
    if (entry == null || entry.isView()) {
      return Rules.NONE;
    }
    boolean isClustered = entry.options().isClustered();
    Validator validator =
        request.bypassValidation() ? null : engine.collections().of(entry).validator();
    return isClustered || validator != null ? new Rules(isClustered, validator) : Rules.NONE;
  }

  @Override
  void write(List<Ready<DocumentView>> ready, boolean isLast) {
    rules = null;
    try {
      Done done = operation.write(durability.of(isLast), turn -> insert(turn, ready));
      outcome.add(done.inserted(), 0);
      if (!done.errors().isEmpty()) {
        done.errors().forEach(outcome::add);
      }
    } catch (ServerException e) {
      if (!statements.isInjected(e)) {
        throw e;
      }
      writeOneByOne(ready, isLast, e);
    }
  }

  private Done insert(Turn turn, List<Ready<DocumentView>> ready) {
    CollectionEntry entry = turn.catalog().find(request.namespace());
    if (entry == null) {
      entry = engine.catalog().createImplicitly(turn, request.namespace());
    }
    Reads.refuseView(entry);
    CollectionWriter writer = new CollectionWriter(engine, turn, engine.collections().of(entry));
    List<WriteError> errors = List.of();
    int inserted = 0;
    int runStart = 0;
    for (int i = 0; i < ready.size(); i++) {
      statements.begin(turn, ready.get(i).index());
      WriteError error = insert(writer, ready.get(i));
      if (error == null) {
        inserted++;
        continue;
      }
      if (errors.isEmpty()) {
        errors = new ArrayList<>();
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

  private @Nullable WriteError insert(CollectionWriter writer, Ready<DocumentView> ready) {
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
  private void record(Turn turn, List<Ready<DocumentView>> ready, int start, int end) {
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

package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.BatchOutcome;
import dev.meerkat.engine.collection.DeleteRequest;
import dev.meerkat.engine.collection.InsertRequest;
import dev.meerkat.engine.collection.UpdateRequest;
import dev.meerkat.engine.collection.WriteError;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one bulkWrite, done one after the other. Threads: confined to one operation.
 */
final class BulkWriteRun {
  /** What ends the whole command, not one of its operations. */
  private static final Set<ErrorCode> FATAL =
      Set.of(
          ErrorCode.MAX_TIME_MS_EXPIRED,
          ErrorCode.INTERRUPTED,
          ErrorCode.INTERRUPTED_AT_SHUTDOWN,
          ErrorCode.WRITE_CONFLICT);

  private final Operation operation;
  private final boolean ordered;
  private final boolean errorsOnly;
  private final boolean bypassValidation;
  private final boolean keepEmptyTimestamps;
  private final @Nullable BsonDocument let;
  private final CommandRequest request;
  private final List<BsonDocument> results = new ArrayList<>();
  private final List<Integer> retried = new ArrayList<>();
  private int[] statementIds = {};
  private int errors;
  private long inserted;
  private long matched;
  private long modified;
  private long upserted;
  private long deleted;

  BulkWriteRun(Operation operation, CommandRequest request) {
    this.operation = operation;
    this.request = request;
    this.ordered = request.bool("ordered", true);
    this.errorsOnly = request.bool("errorsOnly", false);
    this.bypassValidation = request.bool("bypassDocumentValidation", false);
    this.keepEmptyTimestamps = request.bool("bypassEmptyTsReplacement", false);
    this.let = request.bsonOrNull("let");
  }

  List<BsonDocument> results() {
    return results;
  }

  void run(List<BulkWriteStep> steps) {
    statementIds = WriteBatches.statementIds(request.common(), steps.size());
    int index = 0;
    while (index < steps.size() && !(ordered && errors > 0)) {
      operation.checkInterrupted();
      operation.renewClusterTime();
      index =
          switch (steps.get(index)) {
            case BulkWriteStep.Insert first -> insert(steps, index, first);
            case BulkWriteStep.Update update -> update(index, update);
            case BulkWriteStep.Delete delete -> delete(index, delete);
          };
    }
  }

  void writeTotals(DocumentBuilder reply) {
    reply.appendInt32("nErrors", errors);
    reply.appendInt32("nInserted", Math.toIntExact(inserted));
    reply.appendInt32("nMatched", Math.toIntExact(matched));
    reply.appendInt32("nModified", Math.toIntExact(modified));
    reply.appendInt32("nUpserted", Math.toIntExact(upserted));
    reply.appendInt32("nDeleted", Math.toIntExact(deleted));
    if (!retried.isEmpty()) {
      reply.beginArray("retriedStmtIds");
      for (int statement : retried) {
        reply.appendInt32(reply.nextIndex(), statement);
      }
      reply.end();
    }
  }

  /** Does a run of inserts into one collection at once. */
  private int insert(List<BulkWriteStep> steps, int from, BulkWriteStep.Insert first) {
    List<DocumentView> documents = new ArrayList<>();
    int to = from;
    while (to < steps.size()
        && steps.get(to) instanceof BulkWriteStep.Insert next
        && next.target().equals(first.target())) {
      documents.add(next.document());
      to++;
    }
    InsertRequest insert =
        new InsertRequest(
            first.target().namespace(),
            documents,
            ordered,
            ids(from, to),
            first.target().uuid(),
            bypassValidation,
            keepEmptyTimestamps);
    try {
      reportInserts(from, to, operation.engine().writes().insert(operation, insert));
    } catch (ServerException failure) {
      for (int i = from; i < (ordered ? from + 1 : to); i++) {
        fail(i, failure);
      }
    }
    return to;
  }

  private void reportInserts(int from, int to, BatchOutcome outcome) {
    retried.addAll(outcome.retriedStatements());
    inserted += outcome.n();
    int next = from;
    for (WriteError error : outcome.errors()) {
      for (; next < from + error.index(); next++) {
        succeed(next, new BsonDocument("n", new BsonInt32(1)));
      }
      fail(next, error.toException());
      next++;
    }
    // An ordered batch has stopped at its failure.
    int done = ordered && !outcome.errors().isEmpty() ? next : to;
    for (; next < done; next++) {
      succeed(next, new BsonDocument("n", new BsonInt32(1)));
    }
  }

  private int update(int index, BulkWriteStep.Update step) {
    UpdateRequest update =
        new UpdateRequest(
            step.target().namespace(),
            List.of(step.statement()),
            true,
            let,
            ids(index, index + 1),
            step.target().uuid(),
            bypassValidation,
            keepEmptyTimestamps);
    try {
      BatchOutcome outcome = operation.engine().writes().update(operation, update);
      if (!failed(index, outcome)) {
        reportUpdate(index, outcome);
      }
    } catch (ServerException failure) {
      fail(index, failure);
    }
    return index + 1;
  }

  private void reportUpdate(int index, BatchOutcome outcome) {
    retried.addAll(outcome.retriedStatements());
    BsonDocument result =
        new BsonDocument("n", new BsonInt32(Math.toIntExact(outcome.n())))
            .append("nModified", new BsonInt32(Math.toIntExact(outcome.modified())));
    if (!outcome.upserted().isEmpty()) {
      upserted++;
      result.append("upserted", new BsonDocument("_id", outcome.upserted().getFirst().id()));
    } else {
      matched += outcome.n();
    }
    modified += outcome.modified();
    succeed(index, result);
  }

  private int delete(int index, BulkWriteStep.Delete step) {
    DeleteRequest delete =
        new DeleteRequest(
            step.target().namespace(),
            List.of(step.statement()),
            true,
            let,
            ids(index, index + 1),
            step.target().uuid());
    try {
      BatchOutcome outcome = operation.engine().writes().delete(operation, delete);
      if (!failed(index, outcome)) {
        retried.addAll(outcome.retriedStatements());
        deleted += outcome.n();
        succeed(index, new BsonDocument("n", new BsonInt32(Math.toIntExact(outcome.n()))));
      }
    } catch (ServerException failure) {
      fail(index, failure);
    }
    return index + 1;
  }

  private boolean failed(int index, BatchOutcome outcome) {
    if (outcome.errors().isEmpty()) {
      return false;
    }
    fail(index, outcome.errors().getFirst().toException());
    return true;
  }

  private void succeed(int index, BsonDocument result) {
    if (!errorsOnly) {
      BsonDocument document =
          new BsonDocument("ok", new BsonDouble(1)).append("idx", new BsonInt32(index));
      document.putAll(result);
      results.add(document);
    }
  }

  private void fail(int index, ServerException failure) {
    if (FATAL.contains(failure.code())) {
      throw failure;
    }
    errors++;
    BsonDocument document =
        new BsonDocument("ok", new BsonDouble(0)).append("idx", new BsonInt32(index));
    document.putAll(
        new WriteError(index, failure.code(), failure.text(), failure.details()).toBson());
    document.remove("index");
    document.append("n", new BsonInt32(0));
    results.add(document);
  }

  private int[] ids(int from, int to) {
    return statementIds.length == 0 ? statementIds : Arrays.copyOfRange(statementIds, from, to);
  }
}

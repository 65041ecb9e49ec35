package dev.meerkat.engine.collection;

import dev.meerkat.query.validation.FailureDetails;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import java.lang.System.Logger.Level;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * A collection's validator. Threads: immutable.
 *
 * @param level {@code strict}, {@code moderate} or {@code off}
 * @param action {@code error}, {@code warn} or {@code errorAndLog}
 * @see <a href="https://www.mongodb.com/docs/manual/core/schema-validation/">Schema validation</a>
 */
record Validator(
    Namespace namespace, Filter filter, FailureDetails details, String level, String action) {

  /** Refuses a document to be inserted. */
  void checkInsert(DocumentView document, EvaluationScope scope) {
    if (!level.equals("off") && !matches(document, scope)) {
      fail(document, scope);
    }
  }

  /** Refuses a document that is to take another's place. */
  void checkUpdate(DocumentView before, DocumentView after, EvaluationScope scope) {
    if (level.equals("off") || matches(after, scope)) {
      return;
    }
    if (level.equals("moderate") && !matches(before, scope)) {
      return;
    }
    fail(after, scope);
  }

  /** Whether a stored document is as the rules want it, where there are rules. */
  boolean accepts(DocumentView document, EvaluationScope scope) {
    return level.equals("off") || matches(document, scope);
  }

  /** A document for which the validator cannot be evaluated does not satisfy it. */
  private boolean matches(DocumentView document, EvaluationScope scope) {
    try {
      return filter.matches(document, scope);
    } catch (ServerException e) {
      if (isInterruption(e.code())) {
        throw e;
      }
      return false;
    }
  }

  private static boolean isInterruption(ErrorCode code) {
    return code.equals(ErrorCode.MAX_TIME_MS_EXPIRED)
        || code.equals(ErrorCode.INTERRUPTED)
        || code.equals(ErrorCode.INTERRUPTED_AT_SHUTDOWN);
  }

  private void fail(DocumentView document, EvaluationScope scope) {
    BsonValue id = document.get("_id");
    BsonDocument info =
        new BsonDocument("failingDocumentId", id == null ? BsonNull.VALUE : id)
            .append("details", details.of(document, scope));
    if (!action.equals("error")) {
      System.getLogger(Validator.class.getName())
          .log(
              Level.WARNING,
              "Document would fail validation, namespace={0}, errInfo={1}",
              namespace,
              info.toJson());
    }
    if (!action.equals("warn")) {
      throw new ServerException(
          ErrorCode.DOCUMENT_VALIDATION_FAILURE,
          "Document failed validation",
          new BsonDocument("errInfo", info),
          List.of());
    }
  }
}

package dev.meerkat.engine.collection;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
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
record Validator(BsonDocument spec, Filter filter, String level, String action) {

  /** Refuses a document to be inserted. */
  void checkInsert(DocumentView document, EvaluationScope scope) {
    if (refuses() && !filter.matches(document, scope)) {
      throw failure(document);
    }
  }

  /** Refuses a document that is to take another's place. */
  void checkUpdate(DocumentView before, DocumentView after, EvaluationScope scope) {
    if (!refuses() || filter.matches(after, scope)) {
      return;
    }
    if (level.equals("moderate") && !filter.matches(before, scope)) {
      return;
    }
    throw failure(after);
  }

  private boolean refuses() {
    return !level.equals("off") && !action.equals("warn");
  }

  private ServerException failure(DocumentView document) {
    BsonValue id = document.get("_id");
    BsonDocument info =
        new BsonDocument("failingDocumentId", id == null ? BsonNull.VALUE : id)
            .append("details", ValidationDetails.of(spec, document));
    return new ServerException(
        ErrorCode.DOCUMENT_VALIDATION_FAILURE,
        "Document failed validation",
        new BsonDocument("errInfo", info),
        List.of());
  }
}
